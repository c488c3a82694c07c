import { expect } from 'chai';
import { isRepeatable, Keys, policyOf, type Spec, specFor } from '../../lib/command/table.js';

const spec = (name: string) => specFor(name) as Spec;

const both = (args: readonly string[]) => [args, args.map((arg) => Buffer.from(arg))];

describe('command table', () => {
  const known: [name: string, arity: number, keys: Keys][] = [
    ['get', 2, Keys.First],
    ['set', -3, Keys.First],
    ['hset', -4, Keys.First],
    ['mget', -2, Keys.Many],
    ['rename', 3, Keys.Many],
    ['eval', -3, Keys.Many],
    ['object', -2, Keys.Many],
    ['sort', -2, Keys.Many],
    ['ping', -1, Keys.None],
    ['publish', 3, Keys.None],
    ['script', -2, Keys.None],
  ];
  for (const [name, arity, keys] of known) {
    it(`knows ${name}: arity ${arity}, keys ${Keys[keys]}`, () => {
      expect(spec(name)).to.include({ name, upper: name.toUpperCase(), arity, keys });
    });
  }

  const repeatable: string[] = [
    'get k',
    'mget a b',
    'hgetall k',
    'scan 0',
    'xread STREAMS s 0',
    'sort_ro k',
    'eval_ro script 0',
    'fcall_ro f 0',
    'ping',
    'echo message',
    'info',
    'time',
    'role',
    'lastsave',
    'xinfo STREAM k',
    'object encoding k',
    'memory Usage k',
  ];
  const once: string[] = [
    'set k v',
    'del k',
    'incr k',
    'getdel k',
    'sort k',
    'eval script 0',
    'evalsha sha 0',
    'fcall f 0',
    'xreadgroup GROUP g c STREAMS s >',
    'flushall',
    'publish channel message',
    'xgroup CREATE k g $',
    'config SET maxmemory 1',
    'script LOAD script',
    'object',
    'object nonsense k',
    'xinfo __proto__ k',
  ];
  for (const [calls, may] of [
    [repeatable, true],
    [once, false],
  ] as const) {
    for (const call of calls) {
      it(`${may ? 'repeats' : 'never repeats'} ${call}`, () => {
        const [name, ...args] = call.split(' ') as [string, ...string[]];
        for (const form of both(args)) {
          expect(isRepeatable(spec(name), form)).to.equal(may);
        }
      });
    }
  }

  const policies: [call: string, policy: { request: string; response: string } | undefined][] = [
    ['dbsize', { request: 'all_shards', response: 'agg_sum' }],
    ['flushall', { request: 'all_shards', response: 'all_succeeded' }],
    ['keys *', { request: 'all_shards', response: '' }],
    ['wait 1 0', { request: 'all_shards', response: 'agg_min' }],
    ['script LOAD script', { request: 'all_nodes', response: 'all_succeeded' }],
    ['script exists sha', { request: 'all_shards', response: 'agg_logical_and' }],
    ['script nonsense', undefined],
    ['script', undefined],
    ['cluster NODES', undefined],
    ['get k', undefined],
    ['publish channel message', undefined],
  ];
  for (const [call, policy] of policies) {
    it(`${call} is for ${policy === undefined ? 'one server' : `${policy.request}, ${policy.response || 'in order'}`}`, () => {
      const [name, ...args] = call.split(' ') as [string, ...string[]];
      for (const form of both(args)) {
        expect(policyOf(spec(name), form)).to.deep.equal(policy);
      }
    });
  }
});
