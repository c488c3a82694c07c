/**
 * What commands reply, in node_redis 3's shapes, as TypeScript types. What
 * depends on arguments is a union of what may come, or a form of its own in
 * forms.ts; what depends on scripts, or has no fixed form, is unknown.
 */
const BY_TYPE: Readonly<Record<string, string>> = {
  "'OK'": `asking auth discard failover flushall flushdb lset ltrim monitor pfmerge pfselftest
    psetex readonly readwrite rename replicaof restore restore-asking save setex shutdown slaveof swapdb trimslots
    unwatch watch xcfgset xidmprecord xsetid select quit multi`,
  number: `append arcount ardel ardelrange arinsert arlen armset arring arseek arset bitcount bitop bitpos copy dbsize
    decr decrby del delex exists expire expireat expiretime geoadd geosearchstore getbit hdel hexists hincrby hlen
    hsetex hstrlen incr incrby lastsave linsert llen lpush lpushx lrem move msetex persist pexpire
    pexpireat pexpiretime pfadd pfcount pttl publish renamenx rpush rpushx sadd scard sdiffcard sdiffstore setbit setnx
    setrange sintercard sinterstore sismember smove spublish srem strlen sunioncard sunionstore touch ttl unlink vadd
    vcard vdim vismember vrem vsetattr wait xack xdel xlen xnack xtrim zcard zcount zdiffstore zintercard zinterstore
    zlexcount zrangestore zrem zremrangebylex zremrangebyrank zremrangebyscore zunionstore`,
  'number | null': 'arnext',
  'number[]':
    'hexpire hexpireat hexpiretime hpersist hpexpire hpexpireat hpexpiretime hpttl httl smismember xackdel xdelex',
  '(number | null)[]': 'bitfield bitfield_ro',
  '[local: number, replicas: number]': 'waitaof',
  string: `bgrewriteaof bgsave echo getrange hincrbyfloat incrbyfloat info lolwut ping psubscribe reset ssubscribe
    subscribe substr type zincrby`,
  'string | null': `arget blmove brpoplpush digest dump geodist get getdel getex getset hget lindex lmove randomkey
    rpoplpush vgetattr zscore punsubscribe sunsubscribe unsubscribe`,
  'string[]': `hkeys hvals keys lrange sdiff sinter smembers sunion zdiff zinter zpopmax zpopmin zrange zrangebylex
    zrangebyscore zrevrange zrevrangebylex zrevrangebyscore zunion`,
  'string[] | null': 'blmovem lmovem',
  '(string | null)[]': 'argetrange arlastitems armget geohash hgetdel hgetex hmget mget zmscore',
  'Record<string, string> | null': 'hgetall',
  '[cursor: string, elements: string[]]': 'hscan scan sscan zscan',
  '[seconds: string, microseconds: string]': 'time',
  '([longitude: string, latitude: string] | null)[]': 'geopos',
  '[key: string, element: string] | null': 'blpop brpop',
  '[key: string, member: string, score: string] | null': 'bzpopmax bzpopmin',
  '[key: string, elements: string[]] | null': 'blmpop lmpop',
  '[key: string, elements: [member: string, score: string][]] | null': 'bzmpop zmpop',
  'StreamEntry[]': 'xrange xrevrange',
  '[stream: string, entries: StreamEntry[]][] | null': 'xread xreadgroup',
  'unknown[]': 'arinfo geosearch georadius_ro georadiusbymember_ro increx role',
  'unknown[] | null': 'exec vinfo',
  unknown: `acl argrep arop arscan backup bless client cluster config eval eval_ro evalsha evalsha_ro
    fcall fcall_ro function georadius georadiusbymember hello himport hotkeys latency memory module object pfdebug psync
    pubsub replconf script slowlog sync vemb vlinks vrange vsim xgroup xinfo`,
};

export const REPLIES: ReadonlyMap<string, string> = new Map(
  Object.entries(BY_TYPE).flatMap(([type, names]) => names.split(/\s+/).map((name): [string, string] => [name, type])),
);

/** What a command replies by its forms, arguments first: where that differs, and where the metadata is less exact. */
export const FORMS: Readonly<Record<string, readonly (readonly [args: string, reply: string])[]>> = {
  command: [
    ['', 'unknown[]'],
    ["subcommand: Token<'COUNT'>", 'number'],
    ["subcommand: Token<'LIST'>, ...options: Item[]", 'string[]'],
    ['subcommand: string, ...args: Item[]', 'unknown'],
  ],
  debug: [['subcommand: string, ...args: Item[]', 'unknown']],
  hrandfield: [
    ['key: Key', 'string | null'],
    ['key: Key, count: Numeric, ...options: Item[]', 'string[]'],
  ],
  hmset: [
    ['key: Key, fields: Fields', "'OK'"],
    ['key: Key, ...fieldsAndValues: Item[]', "'OK'"],
  ],
  hset: [
    ['key: Key, fields: Fields', 'number'],
    ['key: Key, ...fieldsAndValues: Item[]', 'number'],
  ],
  hsetnx: [
    ['key: Key, fields: Fields', 'number'],
    ['key: Key, field: Value, value: Value', 'number'],
  ],
  lcs: [
    ['key1: Key, key2: Key', 'string'],
    ['key1: Key, key2: Key, ...options: Item[]', 'string | number | unknown[]'],
  ],
  lpop: [
    ['key: Key', 'string | null'],
    ['key: Key, count: Numeric', 'string[] | null'],
  ],
  lpos: [
    ['key: Key, element: Value', 'number | null'],
    ['key: Key, element: Value, ...options: Item[]', 'number | number[] | null'],
  ],
  migrate: [
    ['host: string, port: Numeric, key: Key, database: Numeric, timeout: Numeric, ...options: Item[]', 'string'],
  ],
  mset: [
    ['values: Fields', "'OK'"],
    ['...keysAndValues: Item[]', "'OK'"],
  ],
  msetnx: [
    ['values: Fields', 'number'],
    ['...keysAndValues: Item[]', 'number'],
  ],
  rpop: [
    ['key: Key', 'string | null'],
    ['key: Key, count: Numeric', 'string[] | null'],
  ],
  set: [
    ['key: Key, value: Value', "'OK'"],
    [`key: Key, value: Value, unit: Token<'EX' | 'PX' | 'EXAT' | 'PXAT'>, time: Numeric`, "'OK'"],
    ['key: Key, value: Value, ...options: Item[]', 'string | null'],
  ],
  sort: [
    ['key: Key', 'string[]'],
    ['key: Key, ...options: Item[]', '(string | null)[] | number'],
  ],
  sort_ro: [
    ['key: Key', 'string[]'],
    ['key: Key, ...options: Item[]', '(string | null)[]'],
  ],
  spop: [
    ['key: Key', 'string | null'],
    ['key: Key, count: Numeric', 'string[]'],
  ],
  srandmember: [
    ['key: Key', 'string | null'],
    ['key: Key, count: Numeric', 'string[]'],
  ],
  vrandmember: [
    ['key: Key', 'string | null'],
    ['key: Key, count: Numeric', 'string[]'],
  ],
  xadd: [
    ["key: Key, id: '*', ...fieldsAndValues: Item[]", 'string'],
    ['key: Key, ...args: Item[]', 'string | null'],
  ],
  xautoclaim: [
    [
      'key: Key, group: Value, consumer: Value, minIdleTime: Numeric, start: Value, ...options: Item[]',
      '[next: string, entries: (StreamEntry | string | null)[], deleted?: string[]]',
    ],
  ],
  xclaim: [
    [
      'key: Key, group: Value, consumer: Value, minIdleTime: Numeric, ...args: Item[]',
      '(StreamEntry | string | null)[]',
    ],
  ],
  xpending: [
    [
      'key: Key, group: Value',
      '[count: number, first: string | null, last: string | null, consumers: [name: string, count: string][] | null]',
    ],
    [
      'key: Key, group: Value, ...options: Item[]',
      '[id: string, consumer: string, idle: number, deliveries: number][]',
    ],
  ],
  zadd: [
    ['key: Key, score: Numeric, member: Value', 'number'],
    ['key: Key, ...args: Item[]', 'number | string | null'],
  ],
  zrandmember: [
    ['key: Key', 'string | null'],
    ['key: Key, count: Numeric, ...options: Item[]', 'string[]'],
  ],
  zrank: [
    ['key: Key, member: Value', 'number | null'],
    ["key: Key, member: Value, withScore: Token<'WITHSCORE'>", '[rank: number, score: string] | null'],
  ],
  zrevrank: [
    ['key: Key, member: Value', 'number | null'],
    ["key: Key, member: Value, withScore: Token<'WITHSCORE'>", '[rank: number, score: string] | null'],
  ],
};

/** The subcommands whose reply has a fixed form; those of others are unknown. */
export const SUBCOMMANDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  acl: { cat: 'string[]', deluser: 'number', genpass: 'string', list: 'string[]', users: 'string[]', whoami: 'string' },
  client: { getname: 'string | null', id: 'number', info: 'string', list: 'string', setname: "'OK'" },
  cluster: {
    countkeysinslot: 'number',
    getkeysinslot: 'string[]',
    info: 'string',
    keyslot: 'number',
    myid: 'string',
    nodes: 'string',
    slots: '[first: number, last: number, ...servers: unknown[]][]',
  },
  config: { get: 'string[]', resetstat: "'OK'", set: "'OK'" },
  function: { delete: "'OK'", dump: 'string', flush: "'OK'", load: 'string', restore: "'OK'" },
  memory: { usage: 'number | null' },
  object: { encoding: 'string | null', freq: 'number | null', idletime: 'number | null', refcount: 'number | null' },
  pubsub: { channels: 'string[]', numpat: 'number', numsub: '(string | number)[]', shardchannels: 'string[]' },
  script: { exists: 'number[]', flush: "'OK'", load: 'string' },
  slowlog: { len: 'number', reset: "'OK'" },
  xgroup: { create: "'OK'", createconsumer: 'number', delconsumer: 'number', destroy: 'number', setid: "'OK'" },
};
