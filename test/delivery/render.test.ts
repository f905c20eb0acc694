import fc from 'fast-check';
import { Liquid } from 'liquidjs';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { checkLiquid, compileHtml, compilePlain, escapeHtml, leavesHole } from '../../src/delivery/liquid.ts';
import { measureVariants } from '../../src/delivery/measure.ts';
import { renderMail, worstCase } from '../../src/delivery/media/email.ts';
import { encodeWords, type Mail, mailable, writeMime } from '../../src/delivery/mime.ts';
import { buildTemplates } from '../../src/delivery/templates.ts';
import { buildInput, kit, mailOf, variant } from './fixture.ts';

const input = (over = {}) => ({
  ...buildInput,
  variants: [variant()],
  ...over,
});
const addresses = {
  links: ['https://t.example.test/c/abc'],
  unsubscribe: 'https://t.example.test/u/def',
  pixel: 'https://t.example.test/o/ghi.gif',
};
const build = async (over = {}) => {
  const { templates, links } = await buildTemplates(input(over));
  return { template: mailOf({ templates }), links };
};

describe('a template', () => {
  it('carries what code adds: label, fixed message, sender, both ways out, tracked link, pixel', async () => {
    const { template, links } = await build();
    const { subject, html, text } = renderMail(template, { firstName: '지민', lastName: '김' }, addresses);
    expect(subject).toBe('(광고) 지민님, 두 달 사이 나온 음반이에요');
    for (const body of [html, text]) {
      expect(body).toContain('다시 들을 음악이 있습니다');
      expect(body).toContain('서울시 마포구 양화로 1');
      expect(body).toContain('02-123-4567');
      expect(body).toContain('hello@shop.example.test');
      expect(body).toContain('수신거부');
      expect(body).toContain('unsubscribe');
      expect(body).toContain(addresses.unsubscribe);
      expect(body).toContain(addresses.links[0]);
      expect(body).toContain('안녕하세요, 지민님.');
      expect(body).not.toMatch(/\{\{|\}\}|[\uE000\uE001]/);
    }
    expect(html).toContain(`<img src="${addresses.pixel}"`);
    expect(html).toContain('골라 두었어요');
    expect(links).toEqual([{ id: 'home', url: 'https://shop.example.test/' }]);
  });

  it('greets somebody without a name by the default', async () => {
    const { template } = await build();
    expect(renderMail(template, { firstName: null, lastName: null }, addresses).subject).toBe(
      '(광고) 고객님, 두 달 사이 나온 음반이에요',
    );
    expect(renderMail(template, { firstName: '  ', lastName: null }, addresses).subject).toContain('고객님');
  });

  it('puts no second label where the model wrote one, and none on a notice, which has no way out either', async () => {
    const ad = await build({ variants: [variant({ subject: '( 광 고 ) 새 음반' })] });
    expect(ad.template.subject).toBe('(광고) 새 음반');
    const notice = await build({ isAd: false });
    expect(notice.template.subject).not.toContain('광고');
    expect(notice.template.text).not.toContain('수신거부');
  });

  it('numbers links in the order messages use them and leaves an unknown one without an address', async () => {
    const variants = [variant(), variant({ key: 'A-2', link: 'new' }), variant({ key: 'A-3', link: 'nowhere' })];
    const { templates, links } = await buildTemplates(input({ variants }));
    expect(links.map((link) => link.id)).toEqual(['home', 'new', 'nowhere']);
    expect(links[2]?.url).toBe('');
    expect(templates[1]).toMatchObject({ html: expect.stringContaining('{{ link_2 }}') });
  });

  it('keeps words as words: markup, MJML, braces and quotes of a person stay text', async () => {
    const wild = '<mj-include path="/etc/passwd" /> <script>alert(1)</script> & "quotes" {% comment %}';
    const wildKit = { ...kit, name: '{{ secret }} {% raw %}', sender: { ...kit.sender, name: '<b>{{ x }}</b>' } };
    const { template } = await build({
      kit: wildKit,
      variants: [
        variant({ paragraphs: ['<mj-include path="/etc/passwd" /> <script>alert(1)</script> & "q"', '둘째'] }),
      ],
    });
    const { html, text } = renderMail(template, { firstName: null, lastName: null }, addresses);
    expect(html).toContain('&lt;mj-include path=&quot;/etc/passwd&quot; /&gt;');
    expect(html).not.toContain('<script');
    expect(html).toContain('{{ secret }} {% raw %}');
    expect(text).toContain('<b>{{ x }}</b>');
    expect(checkLiquid(wild)).not.toBeNull();
  });

  it('never lets a reader’s name become markup, a header line or a template', async () => {
    const { template } = await build();
    fc.assert(
      fc.property(fc.string({ maxLength: 60, unit: 'binary' }), (name) => {
        const bad = `${name}\r\nBcc: x@y.z<img src=x>{{ link_1 }}`;
        const { subject, html } = renderMail(template, { firstName: bad, lastName: bad }, addresses);
        expect(subject).not.toMatch(/[\r\n]/);
        expect(html).not.toContain('<img src=x>');
      }),
      { numRuns: 50 },
    );
    const { html } = renderMail(template, { firstName: '<i>{{ pixel }}', lastName: null }, addresses);
    expect(html).toContain('&lt;i&gt;{{ pixel }}');
  });

  it('is measured at its longest', async () => {
    const measured = await measureVariants(input());
    const worst = worstCase((await build()).template, 1);
    expect(measured['A-1']).toMatchObject({
      subjectChars: worst.subject.length,
      preheaderChars: 7,
      htmlBytes: Buffer.byteLength(worst.html),
    });
    expect(measured['A-1']?.subjectChars).toBeGreaterThan('(광고) 고객님, 두 달 사이 나온 음반이에요'.length);
    expect(measured['A-1']?.preview.subject).toBe('(광고) 지민님, 두 달 사이 나온 음반이에요');
    expect(measured['A-1']?.htmlBytes).toBeLessThan(20_000);
  });
});

describe('Liquid in copy', () => {
  it.each([
    '{% include "x" %}',
    '{% render "x" %}',
    '{% layout "x" %}',
    '{% for i in (1..100000000) %}x{% endfor %}',
    '{% assign x = 1 %}',
    '{% tablerow i in (1..9) %}{% endtablerow %}',
    '{{ first_name | raw }}',
    '{{ first_name | json }}',
    '{{ first_name.constructor }}',
    '{{ __proto__ }}',
    '{{ email }}',
    '{{ first_name',
    '{% if first_name %}',
    '{{ first_name | nothing }}',
  ])('refuses %s', (text) => expect(checkLiquid(text)).toMatch(/./));

  it.each([
    '말 그대로',
    '{{ first_name | default: "고객" }}',
    '{{ last_name }}',
    '{% if first_name %}{{ first_name }}님{% else %}고객님{% endif %}',
    '{% unless last_name %}고객{% endunless %}',
  ])('takes %s', (text) => expect(checkLiquid(text)).toBeNull());

  it('notices what leaves a hole for somebody without a name', () => {
    expect(leavesHole('{{ first_name }}님')).toBe(true);
    expect(leavesHole('{{ first_name | default: "고객" }}님')).toBe(false);
    expect(leavesHole('{% if first_name %}{{ first_name }}님{% endif %}')).toBe(false);
  });
});

describe('MIME', () => {
  const mail = (over: Partial<Mail> = {}): Mail => ({
    from: { name: '다시, 음반', email: 'hello@shop.example.test' },
    to: 'p1@example.test',
    subject: '(광고) 지민님, 두 달 사이 나온 음반이에요 🎵',
    date: new Date('2026-11-24T05:00:00Z'),
    messageId: '<0123456789abcdef@shop.example.test>',
    html: '<p>안녕하세요</p>\n.\n',
    text: '안녕하세요\r\n.\r\n',
    unsubscribe: 'https://t.example.test/u/def',
    extra: { 'X-Baton-Contact': 'c-1' },
    ...over,
  });

  it('reads back as it was written', async () => {
    const raw = writeMime(mail());
    const read = await PostalMime.parse(raw);
    expect(read).toMatchObject({
      from: { name: '다시, 음반', address: 'hello@shop.example.test' },
      to: [{ address: 'p1@example.test' }],
      subject: '(광고) 지민님, 두 달 사이 나온 음반이에요 🎵',
      messageId: '<0123456789abcdef@shop.example.test>',
    });
    expect(read.html?.trim()).toBe('<p>안녕하세요</p>\n.');
    expect(read.text?.replaceAll('\r\n', '\n').trim()).toBe('안녕하세요\n.');
    const header = (name: string) => read.headers.find((h) => h.key === name)?.value;
    expect(header('list-unsubscribe')).toBe('<https://t.example.test/u/def>');
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(header('date')).toBe('Tue, 24 Nov 2026 05:00:00 +0000');
    for (const line of raw.split('\r\n')) expect(line.length).toBeLessThanOrEqual(200);
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('cannot be given another header by any value', async () => {
    const evil = fc
      .string({ unit: 'binary', maxLength: 80 })
      .map((text) => `${text}\r\nBcc: evil@example.test\nX-Evil: 1\r`);
    await fc.assert(
      fc.asyncProperty(evil, evil, async (a, b) => {
        const raw = writeMime(
          mail({ subject: a, from: { name: b, email: 'hello@shop.example.test' }, extra: { 'X-Baton-Contact': a } }),
        );
        const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
        expect(head.split('\r\n').filter((line) => /^(bcc|x-evil)/i.test(line))).toEqual([]);
        const names = head
          .split('\r\n')
          .filter((line) => !line.startsWith(' '))
          .map((line) => line.split(':')[0]);
        expect(names).toEqual([
          'From',
          'To',
          'Subject',
          'Date',
          'Message-ID',
          'List-Unsubscribe',
          'List-Unsubscribe-Post',
          'X-Baton-Contact',
          'MIME-Version',
          'Content-Type',
        ]);
      }),
    );
  });

  it('encodes long Korean subjects in words of at most 75 characters, cut between characters', () => {
    const words = encodeWords('가나다라마바사🎵'.repeat(20)).split('\r\n ');
    expect(words.length).toBeGreaterThan(1);
    for (const word of words) {
      expect(word.length).toBeLessThanOrEqual(75);
      expect(Buffer.from(word.slice(10, -2), 'base64').toString()).not.toContain('\ufffd');
    }
  });

  it.each([
    ['a@example.test', 'a@example.test'],
    [' a+b@EXAMPLE.test ', 'a+b@example.test'],
    ['한글@example.test', null],
    ['a@한글.test', 'a@xn--bj0bj06e.test'],
    ['a@b', null],
    ['a b@example.test', null],
    ['a@example.test\r\nRCPT TO:<x@y.z>', null],
    ['<a@example.test>', null],
    ['', null],
    [null, null],
  ])('takes %j as %j', (address, expected) => expect(mailable(address)).toBe(expected));
});

describe('pieces of a template', () => {
  const atom = fc.constantFrom(
    'words ',
    '<b>',
    '{{ first_name }}',
    '{{first_name}}',
    '{{- first_name -}}',
    '{{ first_name | default: "고객 & 님" }}',
    "{{ first_name | default: 'x' | upcase }}",
    '{{ last_name | default: "" }}',
    '{{ link_1 }}',
    '{{ brace }}',
    '{{ nil }}',
    '{{ true }}',
    '{{ constructor }}',
    '{% if first_name %}{{ first_name }}님{% else %}고객님{% endif %}',
    '\n',
  );
  const value = fc.option(fc.constantFrom('', '지민', '<i>', 'a & "b"'), { nil: undefined });
  const bare = new Liquid({ strictFilters: true, lenientIf: true, ownPropertyOnly: true });
  const escaping = new Liquid({
    strictFilters: true,
    lenientIf: true,
    ownPropertyOnly: true,
    outputEscape: escapeHtml,
  });

  it('say together what Liquid says', () => {
    fc.assert(
      fc.property(fc.array(atom, { maxLength: 8 }), value, value, (atoms, first, last) => {
        const text = atoms.join('');
        const values: Record<string, string> = { brace: '{', link_1: 'https://t.test/c/1?a=1&b=2' };
        if (first !== undefined) values.first_name = first;
        if (last !== undefined) values.last_name = last;
        expect(compilePlain(text)(values)).toBe(bare.parseAndRenderSync(text, values));
        expect(compileHtml(text)(values)).toBe(escaping.parseAndRenderSync(text, values));
      }),
    );
  });
});
