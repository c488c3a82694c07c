import { expect } from 'chai';
import { readServerError, type ServerError } from '../../lib/command/server-error.js';

const OTHER: ServerError = { kind: 'other' };
const moved = (slot: number, host: string, port: number): ServerError => ({ kind: 'moved', slot, host, port });
const ask = (slot: number, host: string, port: number): ServerError => ({ kind: 'ask', slot, host, port });

describe('errors of a server, read', () => {
  const messages: [message: string, read: ServerError][] = [
    ['MOVED 3999 127.0.0.1:6381', moved(3999, '127.0.0.1', 6381)],
    ['MOVED 0 h:1', moved(0, 'h', 1)],
    ['MOVED 16383 h:65535', moved(16383, 'h', 65535)],
    ['MOVED 1 redis-1.example.com:7000', moved(1, 'redis-1.example.com', 7000)],
    ['MOVED 1 ::1:7000', moved(1, '::1', 7000)],
    ['MOVED 1 fe80::dead:beef:7000', moved(1, 'fe80::dead:beef', 7000)],
    ['MOVED 1 :7000', moved(1, '', 7000)],
    ['ASK 3999 127.0.0.1:6381', ask(3999, '127.0.0.1', 6381)],
    ['ASK 16383 ::1:7000', ask(16383, '::1', 7000)],
    ['ASK 1 :7000', ask(1, '', 7000)],
    ['TRYAGAIN Multiple keys request during rehashing of slot', { kind: 'tryagain' }],
    ['NOSCRIPT No matching script. Please use EVAL.', { kind: 'noscript' }],
    ['NOSCRIPT No matching script.', { kind: 'noscript' }],
    ['CLUSTERDOWN The cluster is down', { kind: 'unavailable' }],
    ['CLUSTERDOWN Hash slot not served', { kind: 'unavailable' }],
    ['LOADING Redis is loading the dataset in memory', { kind: 'unavailable' }],
    ["MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", { kind: 'unavailable' }],
    ["READONLY You can't write against a read only replica.", { kind: 'unavailable' }],
    ['READONLY', { kind: 'unavailable' }],
    ['EXECABORT Transaction discarded because of: LOADING Redis is loading', { kind: 'unavailable' }],
    ...[
      'EXECABORT Transaction discarded because of previous errors.',
      'EXECABORT Transaction discarded because of: NOAUTH Authentication required.',
      'MOVED 1 ?:7000',
      'ASK 1 ?:7000',
      'MOVED -1 h:1',
      'MOVED 16384 h:1',
      'MOVED 99999 h:1',
      'MOVED 100000 h:1',
      'MOVED 1.5 h:1',
      'MOVED 1e3 h:1',
      'MOVED 0x1 h:1',
      'MOVED one h:1',
      'MOVED __proto__ h:1',
      'ASK __proto__ h:1',
      'MOVED constructor h:1',
      'MOVED 1 h:0',
      'MOVED 1 h:65536',
      'MOVED 1 h:-1',
      'MOVED 1 h:port',
      'MOVED 1 h:',
      'MOVED 1 h',
      'MOVED 1 :',
      'MOVED 1 ',
      'MOVED 1',
      'MOVED ',
      'MOVED',
      'ASK',
      'MOVED h:1',
      'MOVED 1 h:1 more',
      'MOVED 1  h:1',
      'MOVED  1 h:1',
      'MOVED 1 a b:1',
      ' MOVED 1 h:1',
      'moved 1 h:1',
      'MOVED 1 h:1\n',
      'MOVED 1 h:1\r\nMOVED 2 h:2',
      'MOVEDX 1 h:1',
      'ASKING 1 h:1',
      'CLUSTERDOWNX',
      'ERR MOVED 1 h:1',
      'ERR unknown command',
      'WRONGTYPE Operation against a key holding the wrong kind of value',
      'CROSSSLOT Keys in request do not hash to the same slot',
      'NOSCRIPT of my own',
      'BUSY Redis is busy running a script',
      '',
    ].map((message): [string, ServerError] => [message, OTHER]),
  ];
  for (const [message, read] of messages) {
    it(`${JSON.stringify(message)} is ${read.kind}`, () => {
      expect(readServerError(message)).to.deep.equal(read);
    });
  }
});
