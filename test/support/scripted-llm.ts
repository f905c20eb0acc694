import { type ChatRequest, chatServer, completion } from './chat.ts';

/** What the server does with one request. */
export type Scripted =
  | { say: unknown }
  | { text: string }
  | { refuse: string }
  | { cut: string }
  | { filter: true }
  | { status: number; body: unknown; headers?: Record<string, string> }
  | { hang: true }
  | { drop: true };

export type ScriptedLlm = {
  baseUrl: string;
  /** Everything that was asked, as it arrived. */
  requests: ChatRequest[];
  /** Adds to what will be answered, in order; a plain object is the model's own answer. */
  answers(...next: Scripted[]): void;
  /** Answers that nobody asked for yet. */
  left(): number;
  close(): Promise<void>;
};

/** A model server on loopback that answers what a test wrote down beforehand. Asked for more, it says the script is over. */
export const scriptedLlm = async (): Promise<ScriptedLlm> => {
  const queue: Scripted[] = [];
  const server = await chatServer((_request, response) => {
    const next = queue.shift() ?? { status: 500, body: { error: { message: 'the script is over' } } };
    if ('say' in next) return completion(JSON.stringify(next.say));
    if ('text' in next) return completion(next.text);
    if ('refuse' in next)
      return withChoice({ message: { role: 'assistant', content: null, refusal: next.refuse }, finish_reason: 'stop' });
    if ('cut' in next)
      return withChoice({ message: { role: 'assistant', content: next.cut, refusal: null }, finish_reason: 'length' });
    if ('filter' in next)
      return withChoice({
        message: { role: 'assistant', content: '', refusal: null },
        finish_reason: 'content_filter',
      });
    if ('drop' in next) response.destroy();
    else if ('status' in next)
      response
        .writeHead(next.status, { 'content-type': 'application/json', ...next.headers })
        .end(JSON.stringify(next.body));
    return undefined;
  });
  return {
    baseUrl: server.baseUrl,
    requests: server.asked,
    answers: (...next) => void queue.push(...next),
    left: () => queue.length,
    close: server.close,
  };
};

const withChoice = (choice: Record<string, unknown>) => completion(null, { choices: [{ index: 0, ...choice }] });
