import { expect } from 'chai';
import { slotOf } from '../../lib/command/slot.js';
import { isForServerToTell, keyIndexes, learnSpec, type Spec, specFor } from '../../lib/command/table.js';
import type { Argument } from '../../lib/command/types.js';
import { type LocalNode, startLocalCluster } from '../support/local-cluster/index.js';

// `''` stands for an empty string.
const CALLS = `
GET k
GET ''
SET k v EX 10
SET '' v
GETDEL k
APPEND k v
HSET k field value
HGETALL k
ZADD k 1 member
MGET a b c
MGET a '' c
MSET a 1 b 2
MSETNX a 1 b 2
DEL a b
EXISTS a b a
UNLINK a b
TOUCH a b
WATCH a b
RENAME a b
RENAMENX a b
COPY a b DB 0 REPLACE
SMOVE a b member
LMOVE a b LEFT RIGHT
BLMOVE a b LEFT RIGHT 0
RPOPLPUSH a b
BRPOPLPUSH a b 0
BLPOP a 0
BLPOP a b c 0
BRPOP a b 0
BZPOPMIN a b 0
BZPOPMAX a b 0
LCS a b IDX MINMATCHLEN 2
PFADD k element
PFCOUNT a b
PFMERGE d a b
PFDEBUG GETREG k
BITOP AND d a b
BITOP NOT d a
BITFIELD k GET u8 0
BITFIELD_RO k GET u8 0
SINTER a b
SUNION a b
SDIFF a b
SINTERSTORE d a b
SUNIONSTORE d a b
SDIFFSTORE d a b
SINTERCARD 2 a b LIMIT 5
ZUNION 2 a b WEIGHTS 1 2 AGGREGATE MAX WITHSCORES
ZINTER 2 a b WITHSCORES
ZDIFF 2 a b
ZINTERCARD 2 a b LIMIT 5
ZUNIONSTORE d 2 a b WEIGHTS 1 2
ZUNIONSTORE d 1 a
ZINTERSTORE d 3 a b c AGGREGATE MIN
ZDIFFSTORE d 2 a b
ZRANGESTORE d s 0 -1
ZRANGE k 0 -1 BYSCORE LIMIT 0 5
LMPOP 2 a b LEFT COUNT 3
BLMPOP 0 2 a b LEFT COUNT 3
ZMPOP 2 a b MIN
BZMPOP 0 1 a MAX COUNT 3
EVAL script 0
EVAL script 0 argument
EVAL script 1 a
EVAL script 2 a b argument
EVAL script 02 a b argument
EVAL_RO script 1 a argument
EVALSHA sha 2 a b argument
EVALSHA_RO sha 1 a
SORT l BY store LIMIT 0 1
SORT l GET store DESC
SORT l LIMIT store 1
SORT l STORE a STORE b
MIGRATE h 1 '' 0 5000 AUTH keys KEYS a b
MIGRATE h 1 '' 0 5000 AUTH2 keys KEYS KEYS a b
MIGRATE h 1 '' 0 5000
FCALL f 0 argument
FCALL f 2 a b argument
FCALL_RO f 1 a
SORT k
SORT k BY weight_* LIMIT 0 5 GET object_* GET # ASC ALPHA
SORT k BY nosort GET object_*->field STORE d
SORT k STORE a STORE b
SORT k store d DESC
SORT store
SORT store DESC
SORT_RO k BY weight_* GET object_*
GEOADD k 1 2 member
GEORADIUS k 0 0 1 km
GEORADIUS k 0 0 1 km WITHDIST COUNT 3 STORE d
GEORADIUS k 0 0 1 km STOREDIST d
GEORADIUS k 0 0 1 km STORE d STOREDIST e
GEORADIUSBYMEMBER k member 1 km STORE d
GEORADIUSBYMEMBER k STORE 1 km STORE d
GEORADIUS_RO k 0 0 1 km
GEORADIUSBYMEMBER_RO k member 1 km
GEOSEARCH k FROMMEMBER m BYRADIUS 1 km
GEOSEARCHSTORE d s FROMMEMBER m BYRADIUS 1 km STOREDIST
XADD k * field value
XREAD STREAMS a 0
XREAD STREAMS streams 0
XREAD COUNT 2 BLOCK 10 STREAMS a b 0-0 $
XREAD BLOCK 0 streams '' 0
XREADGROUP GROUP g consumer STREAMS a >
XREADGROUP GROUP g consumer COUNT 2 BLOCK 10 NOACK STREAMS a b > 0
XREADGROUP GROUP streams STREAMS STREAMS a >
XGROUP CREATE k g $ MKSTREAM
XGROUP SETID k g 0
XGROUP DESTROY k g
XGROUP CREATECONSUMER k g consumer
XGROUP HELP
XINFO STREAM k FULL COUNT 3
XINFO GROUPS k
XINFO CONSUMERS k g
XINFO HELP
XACK k g 0-1
XCLAIM k g consumer 0 0-1
XAUTOCLAIM k g consumer 0 0-0
XPENDING k g
OBJECT ENCODING k
OBJECT freq k
OBJECT HELP
MEMORY USAGE k SAMPLES 5
MEMORY DOCTOR
DUMP k
RESTORE k 0 value REPLACE
MIGRATE host 6379 k 0 5000
MIGRATE host 6379 k 0 5000 COPY REPLACE AUTH password
MIGRATE host 6379 k 0 5000 AUTH KEYS
MIGRATE host 6379 '' 0 5000 KEYS a b c
MIGRATE host 6379 '' 0 5000 COPY REPLACE AUTH password KEYS a b
MIGRATE host 6379 '' 0 5000 AUTH2 user password keys a
PING message
ECHO message
PUBLISH channel message
SCAN 0 MATCH k
SCRIPT LOAD script
FUNCTION LIST
CLUSTER KEYSLOT k
CONFIG GET maxmemory
CLIENT KILL k
COMMAND COUNT
`
  .trim()
  .split('\n');

// A shard channel has a slot, as a key has, and is none in the eyes of COMMAND GETKEYS.
const FOR_SHARD_CHANNELS = new Set(['spublish', 'ssubscribe', 'sunsubscribe']);

const MOST_ARGUMENTS = 8;

interface CommandInfo {
  name: string;
  info: unknown[];
  /** Its names with those of its subcommands: `['get']`, or `['xinfo', 'stream']`. */
  forms: string[][];
}

function toCommandInfo(info: unknown[]): CommandInfo {
  const [name, , , , , , , , , subcommands = []] = info as [string, ...unknown[]];
  const forms = (subcommands as [string][]).map(([full]) => full.split('|'));
  return { name, info, forms: forms.length === 0 ? [[name]] : forms };
}

/** Argument lists of every length: words only, and words with a number in one of the first places. */
function argumentLists(): string[][] {
  return Array.from({ length: MOST_ARGUMENTS + 1 }, (_, length) => {
    const words = Array.from({ length }, (_word, i) => `word${i}`);
    return [words, ...[0, 1, 2].filter((place) => place < length).map((place) => words.with(place, '2'))];
  }).flat();
}

/** Numbers from 0 up to 1 that are the same in each run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('key positions and slots, beside those of a real server', () => {
  let node: LocalNode;
  let stop: () => Promise<void>;

  before(async () => {
    const cluster = await startLocalCluster({ masters: 1 });
    stop = () => cluster.stop();
    node = cluster.nodes[0] as LocalNode;
  });

  after(() => stop?.());

  /** The keys of a call as the server finds them; undefined where it says that the call is wrong. */
  const keysByServer = async (call: readonly string[]): Promise<string[] | undefined> => {
    try {
      return await node.command<string[]>('COMMAND', 'GETKEYS', ...call);
    } catch (error) {
      const { message } = error as Error;
      if (message.includes('The command has no key arguments')) {
        return [];
      }
      expect(message).to.match(/Invalid (?:number of )?arguments|wrong number of arguments/);
      return undefined;
    }
  };

  const keysByUs = (spec: Spec, args: readonly string[]) => keyIndexes(spec, args).map((index) => args[index]);

  for (const line of CALLS) {
    it(line, async () => {
      const call = line.split(' ').map((word) => (word === "''" ? '' : word));
      const [name, ...args] = call as [string, ...string[]];
      const keys = await keysByServer(call);
      expect(keys).to.be.an('array');
      expect(keysByUs(specFor(name.toLowerCase()) as Spec, args)).to.deep.equal(keys);
    });
  }

  it('agree for every command of the server, with up to eight arguments', async () => {
    const commands = (await node.command<unknown[][]>('COMMAND')).map(toCommandInfo);
    const known = commands.filter(({ name }) => specFor(name) !== undefined && !FOR_SHARD_CHANNELS.has(name));
    expect(known.length).to.be.greaterThan(200);
    const compared = known
      .flatMap(({ forms }) => forms)
      .flatMap(([name, ...first]) =>
        argumentLists().map((args) => ({ name: name as string, args: [...first, ...args] })),
      )
      .map(async ({ name, args }) => {
        const server = await keysByServer([name, ...args]);
        return { call: [name, ...args].join(' '), server, us: keysByUs(specFor(name) as Spec, args) };
      });
    const valid = (await Promise.all(compared)).filter(({ server }) => server !== undefined);
    expect(valid.filter(({ server, us }) => String(server) !== String(us))).to.deep.equal([]);
    expect(valid.filter(({ us }) => us.length > 0).length).to.be.greaterThan(1000);
  });

  it('agree for every command of the server, learned from COMMAND INFO', async () => {
    const commands = (await node.command<unknown[][]>('COMMAND')).map(toCommandInfo);
    const known = commands.filter(({ name }) => !FOR_SHARD_CHANNELS.has(name));
    const lists = known.flatMap(({ name, info, forms }) => {
      const spec = learnSpec(name, info);
      return forms.flatMap(([, ...first]) => argumentLists().map((args) => ({ spec, args: [...first, ...args] })));
    });
    const written = CALLS.map((line) => line.split(' ').map((word) => (word === "''" ? '' : word))).map(
      ([name, ...args]) => {
        const info = commands.find((command) => command.name === name?.toLowerCase())?.info;
        return { spec: learnSpec((name as string).toLowerCase(), info), args };
      },
    );
    const asked = new Set<string>();
    const told = [...lists, ...written].filter(({ spec, args }) => {
      if (isForServerToTell(spec, args)) {
        asked.add(spec.name);
        return false;
      }
      return true;
    });
    const compared = told.map(async ({ spec, args }) => {
      const server = await keysByServer([spec.name, ...args]);
      return { call: [spec.name, ...args].join(' '), server, us: keysByUs(spec, args) };
    });
    const valid = (await Promise.all(compared)).filter(({ server }) => server !== undefined);
    expect(valid.filter(({ server, us }) => String(server) !== String(us))).to.deep.equal([]);
    expect(valid.filter(({ us }) => us.length > 0).length).to.be.greaterThan(1000);
    // Those whose keys stand where no specification reaches.
    expect([...asked])
      .to.include.members(['migrate', 'sort'])
      .and.to.have.length.below(6);
  });

  const compareSlots = async (keys: readonly Argument[]) => {
    const slots = await Promise.all(
      keys.map(async (key) => ({
        key,
        us: slotOf(key),
        server: await node.command<number>('CLUSTER', 'KEYSLOT', key),
      })),
    );
    expect(slots.filter(({ us, server }) => us !== server)).to.deep.equal([]);
    expect(new Set(slots.map(({ server }) => server)).size).to.be.greaterThan(1);
  };

  const keys: [what: string, keys: string[]][] = [
    ['plain keys', ['', 'a', '123456789', ' ', '\0', '\r\n']],
    ['hash tags', ['foo{bar}', '{user1000}.following', 'foo{{bar}}zap', 'foo{bar}{zap}', 'foo{bar']],
    ['braces without a tag', ['{}', 'foo{}{bar}', '{}}', '{a', 'a}b{', '}{', '{', '}', '{}{}', '{}{a}', '{{}']],
    ['unicode', ['é', '日本語', '{é}a', 'é{日本}', '{}é{a}', 'e\u0301', '\ufeff', '\uffff']],
    ['emoji', ['😀', 'a😀', '{😀}a', '😀{a}', '{}😀', '👩‍👩‍👧', '{👩‍👩‍👧}']],
    [
      'lone surrogates',
      ['\ud83d', '\ude00', 'a\ud83d', '\ud83da', '\ude00\ud83d', '{\ud83d}\ude00', '{}\ud83d', '{a\ude00}'],
    ],
  ];
  for (const [what, strings] of keys) {
    it(`slots of ${what} agree, as strings and as Buffers`, async () => {
      await compareSlots(strings);
      await compareSlots(strings.map((key) => Buffer.from(key)));
    });
  }

  it('slots of 1,000 random strings over "{}ab" agree', async () => {
    const random = randomNumbers(1);
    const letter = () => '{}ab'.charAt(Math.floor(random() * 4));
    await compareSlots(Array.from({ length: 1000 }, () => Array.from({ length: random() * 12 }, letter).join('')));
  });

  it('slots of 1,000 random Buffers agree, half of them with many braces', async () => {
    const random = randomNumbers(2);
    const byte = () => Math.floor(random() * 256);
    const byteOrBrace = () => (random() < 0.5 ? byte() : 0x7b + 2 * Math.floor(random() * 2));
    await compareSlots(
      Array.from({ length: 1000 }, (_, i) =>
        Buffer.from(Array.from({ length: random() * 40 }, i % 2 ? byte : byteOrBrace)),
      ),
    );
  });
});
