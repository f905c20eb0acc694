import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askNetwork, openLink } from '../../src/delivery/preflight/network.ts';
import { isPublic, type Net, realNet } from '../../src/kit/net.ts';
import { practiceNet, shopRoutes } from '../../src/practice/net.ts';
import { startPracticeServer } from '../../src/practice/server.ts';
import { netOf } from '../support/net.ts';

const never = () => AbortSignal.timeout(60_000);
const problem = async (net: Net, url: string) => {
  const found = await openLink(net, url, never());
  return typeof found === 'object' && found !== null ? found.en : found;
};
/** Pages that redirect to each other, by address. */
const site = (
  to: Readonly<Record<string, string | number>>,
  names: Readonly<Record<string, readonly string[]>> = {},
) => {
  const asked: string[] = [];
  const net = netOf({
    resolve: async (host) => names[host] ?? ['93.184.215.14'],
    connect: async ({ url, address }) => {
      asked.push(`${address} ${url.href}`);
      const next = to[url.href];
      return typeof next === 'string' ? { status: 302, location: next } : { status: next ?? 200, location: null };
    },
  });
  return { net, asked };
};

describe('opening a link before anybody else does', () => {
  it('passes a page that opens, also behind redirects that each are for the public', async () => {
    const { net, asked } = site({ 'https://a.example/': '/b', 'https://a.example/b': 'https://c.example/' });
    expect(await problem(net, 'https://a.example/')).toBeNull();
    expect(asked.map((one) => one.split(' ')[1])).toEqual([
      'https://a.example/',
      'https://a.example/b',
      'https://c.example/',
    ]);
  });

  it.each<[string, Parameters<typeof site>[0], string]>([
    ['a page that is gone', { 'https://a.example/': 404 }, 'answers 404'],
    ['a page that wants something else', { 'https://a.example/': 204 }, 'answers 204'],
    ['a way to an open address', { 'https://a.example/': 'http://a.example/' }, 'not https'],
    ['a way to another kind of address', { 'https://a.example/': 'file:///etc/passwd' }, 'not https'],
    ['a way in circles', { 'https://a.example/': 'https://a.example/' }, 'redirects too often'],
    ['a way to a private name', { 'https://a.example/': 'https://inside.example/' }, 'private'],
    ['a way to the metadata of a cloud', { 'https://a.example/': 'https://169.254.169.254/latest/' }, 'private'],
    ['a way to IPv4 in disguise', { 'https://a.example/': 'https://[::ffff:10.0.0.1]/' }, 'private'],
    ['a way with somebody’s name', { 'https://a.example/': 'https://me@a.example/' }, 'not https'],
    ['a way to nowhere', { 'https://a.example/': 'https://gone.example/' }, 'no address'],
  ])('refuses %s', async (_name, pages, why) => {
    const names = { 'inside.example': ['93.184.215.14', '10.1.2.3'], 'gone.example': [] };
    expect(await problem(site(pages, names).net, 'https://a.example/')).toContain(why);
  });

  it('never connects to what is not for the public', async () => {
    const { net, asked } = site({}, { 'inside.example': ['192.168.0.1'] });
    for (const url of ['https://inside.example/', 'https://127.0.0.1/', 'https://[::1]/', 'http://localhost/'])
      expect(await problem(net, url)).not.toBeNull();
    expect(asked).toEqual([]);
  });

  it('knows which addresses are for the public', () => {
    for (const address of ['93.184.215.14', '8.8.8.8', '2606:4700::1111', '2a00:1450:4001::1'])
      expect([address, isPublic(address)]).toEqual([address, true]);
    for (const address of [
      ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.31.255.255', '192.168.1.1'],
      ...['198.18.0.1', '224.0.0.1', '255.255.255.255', '203.0.113.9', 'localhost', ''],
      ...['::', '::1', '::ffff:8.8.8.8', '::ffff:a00:1', '64:ff9b::a00:1', 'fe80::1', 'fd00:ec2::254', 'ff02::1'],
      ...['2002:a00:1::', '2001:db8::1', '2001::1', 'fe80::1%eth0'],
    ])
      expect([address, isPublic(address)]).toEqual([address, false]);
  });

  it('counts what does not answer in time, or cannot be asked, as not open', async () => {
    const links = [{ id: 'home', url: 'https://a.example/' }];
    const about = { links, senderEmail: 'a@shop.example', selector: null };
    const silent = () => new Promise<never>(() => undefined);
    const deaf = await askNetwork(netOf({ resolve: silent, texts: silent }), about, 50);
    expect(deaf.links[0]?.problem).toMatchObject({ en: 'no answer in time' });
    expect(deaf.domain?.missing).toEqual(['SPF', 'DKIM', 'DMARC']);
    const broken = () => Promise.reject(new Error('EAI_AGAIN'));
    const lost = await askNetwork(netOf({ resolve: broken, texts: broken }), about, 50);
    expect(lost.links[0]?.problem).toMatchObject({ en: 'no answer in time' });
    expect(lost.domain?.missing).toEqual(['SPF', 'DKIM', 'DMARC']);
  });

  it('finds the records of the domain mail is sent from, a policy also at the domain above', async () => {
    const records: Readonly<Record<string, string>> = {
      'mail.shop.example': 'v=spf1 -all',
      's2._domainkey.mail.shop.example': 'v=DKIM1; p=MIIB',
      '_dmarc.shop.example': 'v=DMARC1; p=none',
    };
    const net = netOf({ texts: async (name) => (records[name] ? [records[name]] : []) });
    const missing = async (senderEmail: string, selector: string | null) =>
      (await askNetwork(net, { links: [], senderEmail, selector })).domain?.missing;
    expect(await missing('a@mail.shop.example', null)).toEqual([]);
    expect(await missing('a@mail.shop.example', 'own')).toEqual(['DKIM']);
    expect(await missing('a@other.example', null)).toEqual(['SPF', 'DKIM', 'DMARC']);
  });
});

describe('the world as it is', () => {
  let server: Server;
  const seen: (string | undefined)[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(request.headers.host);
      response.writeHead(request.url === '/away' ? 301 : 200, { location: '/next' });
      // A page without an end: only its head is waited for.
      response.write('x'.repeat(10_000));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('is asked at the address that was judged, whatever the name leads to, and no redirect is followed', async () => {
    const { port } = server.address() as AddressInfo;
    const url = new URL(`http://shop.example.invalid:${port}/`);
    const to = { url, address: '127.0.0.1', signal: never() };
    expect(await realNet.connect(to)).toEqual({ status: 200, location: '/next' });
    expect(await realNet.connect({ ...to, url: new URL('/away', url) })).toMatchObject({ status: 301 });
    expect(seen[0]).toBe(`shop.example.invalid:${port}`);
  });
});

describe('the world of practice', () => {
  it('opens the pages of the sample shop on loopback, and says so; what is missing there does not open', async () => {
    const server = await startPracticeServer(0);
    try {
      server.serve([shopRoutes()]);
      const net = practiceNet(() => server.url);
      const links = [
        'https://shop.example.test/new',
        'http://127.0.0.1:3030/x',
        'https://shop.example.test/missing',
      ].map((url, i) => ({ id: String(i), url }));
      const facts = await askNetwork(net, { links, senderEmail: 'hello@shop.example.test', selector: null }, 20_000);
      expect(facts.links.map(({ problem: why }) => why === null)).toEqual([true, true, false]);
      expect(facts).toMatchObject({ practice: true, domain: { missing: [] } });
    } finally {
      await server.close();
    }
  });
});
