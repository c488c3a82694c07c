/** What an example must print: everywhere, on the embedded cluster, and on one of redis-servers with replicas. */
export interface Example {
  file: string;
  args?: string[];
  prints: RegExp[];
  onEmbedded?: RegExp[];
  onReal?: RegExp[];
}

/** Everything in `examples/` that ends by itself; the quickstart has tests of its own. */
export const EXAMPLES: readonly Example[] = [
  {
    file: 'callbacks.ts',
    prints: [
      /ready +Redis \d/,
      /hgetall +{ name: 'Ada', city: 'London' }/,
      /\[ 7, '7', 12, '12' \]/,
      /mget +\[ '7', '12', null \]/,
      /zrevrange +\[ '2', '12', '1', '7' \]\n +end +closed/,
    ],
  },
  {
    file: 'sessions.ts',
    prints: [6, 9].map(
      (version) =>
        new RegExp(
          `connect-redis ${version} .*\\n +Ada +1 view.*\\n +Ada +2 view.*\\n +Bob +1 view.*\\n +sessions +2\\n` +
            ' +Ada logs out +bye\\n +Ada +1 view.*\\n +views of all +\\[ 1, 1 \\]',
        ),
    ),
  },
  {
    file: 'rate-limiter.ts',
    prints: [
      /ada +200\n/,
      /carl +200 200 200\n/,
      /emil +200 200 200 429 429\n/,
      /Retry-After +less than a minute\n.*Remaining +0\n/,
      /get ada +2\n +get nobody +null\n +ada, blocked +refused\n +ada, forgiven +2\n/,
    ],
  },
  {
    file: 'queue.ts',
    prints: [
      /lpush +10 jobs/,
      /a worker dies +Carl dies while he sends letter \d+/,
      /his job goes back +1\n/,
      /done +10 of 10 jobs, each once/,
      ...Array.from({ length: 10 }, (_, i) => new RegExp(`letter ${i + 1} by (Ann|Bob)\\n`)),
      /left +0 jobs/,
    ],
  },
  {
    file: 'pub-sub.ts',
    prints: [
      /message on pub-sub:news +A cluster was found\n +message on pub-sub:weather +Sunny\n/,
      /pub-sub:sports:chess, by pub-sub:sports:\* A draw\n/,
      /smessage +\[ 'pub-sub:orders:7', 'paid' \]/,
    ],
    onEmbedded: [/Left out: the cluster within this process sends none/],
    onReal: ['apple', 'banana', 'cherry', 'date'].flatMap((key) => [
      new RegExp(`set pub-sub:${key} +told by the master on port \\d+`),
      new RegExp(`del pub-sub:${key} +told by the master on port \\d+`),
    ]),
  },
  {
    file: 'scripts.ts',
    prints: [
      /reserve three of: chair +1\n +reserve three more books +0\n +stock +\[ '2', '2', '2' \]/,
      /multi\(\).* \[ 1, { ada: '3', grace: '2' } \]/,
      /evalsha +42\n +evalsha, after a flush +42\n/,
      /reserve +CROSSSLOT EVALSHA needs all its keys in one slot/,
    ],
  },
  {
    file: 'replicas.ts',
    prints: [
      /wait +1 replica\(s\) have it/,
      /'never' .*\n +found +300\n +answered by masters +3\d\d\n/,
      /'always' .*\n +found +300\n +answered by masters +\d{1,2}\n +answered by replicas +3\d\d\n/,
      /a function .*\n +found +300\n +answered by masters +\d{1,2}\n +answered by replicas +3\d\d\n/,
    ],
  },
  {
    file: 'reshard.ts',
    args: ['4'],
    prints: [
      /open +http:\/\/127\.0\.0\.1:\d+\//,
      /slots moved +[1-9]\d*\n +redirections followed +[1-9]\d*\n +answers +[1-9]\d*, 0 of them wrong, 0 errors\n/,
    ],
  },
];
