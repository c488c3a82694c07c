import { RawClient } from './raw-client.js';
import type { Wire } from './resp-reader.js';
import type { Side } from './sides.js';

/** What of a reply is the same for both clusters. */
export type View = (reply: Wire) => unknown;

export interface Request {
  /** N0 to N2 are masters, N3 to N5 their replicas. */
  readonly node: number;
  readonly connection: 'first' | 'second';
  readonly request: readonly string[];
  /** How many replies are awaited. */
  readonly replies: number;
  readonly view?: View;
  /** Nobody promises the order of what the view shows. */
  readonly unordered?: boolean;
}

/** Awaits one more message, or the reply of a command that was blocked. */
export interface Receive {
  readonly node: number;
  readonly connection: 'first' | 'second';
  readonly receive: true;
}

/** What is done to a cluster without a request. */
export interface Action {
  readonly words: string;
  readonly action: (side: Side) => Promise<void>;
}

export type Step = Request | Receive | Action;

/** One line for each step: what was done, and what came of it. */
export type Played = readonly [step: string, outcome: unknown];

/** Goes through steps on connections of their own, after all keys were removed. */
export async function play(side: Side, steps: readonly Step[]): Promise<Played[]> {
  const clients = new Map<string, RawClient>();
  const clientOf = async ({ node, connection }: Request | Receive) => {
    const name = nameOf(node, connection);
    const address = side.nodes[node] as Side['nodes'][number];
    const client = clients.get(name) ?? (await RawClient.open(address));
    clients.set(name, client);
    return client;
  };
  const played: Played[] = [];
  try {
    await removeKeys(side);
    for (const step of steps) {
      if ('action' in step) {
        await step.action(side);
        continue;
      }
      const client = await clientOf(step);
      const outcome = symbolic(side, await outcomeOf(client, step));
      played.push([wordsOf(step), 'unordered' in step && step.unordered ? sorted(outcome) : outcome]);
    }
    for (const [name, client] of clients) {
      played.push([`${name} has unread replies`, symbolic(side, [...client.unread])]);
    }
  } finally {
    for (const client of clients.values()) {
      client.close();
    }
  }
  return played;
}

async function outcomeOf(client: RawClient, step: Request | Receive): Promise<unknown> {
  const replies: Wire[] = [];
  if ('request' in step) {
    client.send(step.request);
  }
  const wanted = 'request' in step ? step.replies : 1;
  while (replies.length < wanted) {
    try {
      replies.push(await client.receive());
    } catch (error) {
      return `${(error as Error).message}, after ${JSON.stringify(replies)}`;
    }
  }
  const view = 'request' in step ? step.view : undefined;
  const seen = view === undefined ? replies : replies.map(view);
  return wanted === 1 ? seen[0] : seen;
}

async function removeKeys(side: Side): Promise<void> {
  for (const node of side.nodes.slice(0, 3)) {
    const client = await RawClient.open(node);
    await client.request('FLUSHALL');
    client.close();
  }
}

/** Addresses and ids of nodes become N0 to N5. */
function symbolic(side: Side, outcome: unknown): unknown {
  let text = JSON.stringify(outcome);
  side.nodes.forEach(({ host, port, id }, i) => {
    text = text
      .replaceAll(`${host}:${port}@${port + 10000}`, `N${i}@bus`)
      .replaceAll(new RegExp(`${host}:${port}\\b`, 'g'), `N${i}`)
      .replaceAll(id, `N${i}`)
      .replaceAll(`"port ${port}"`, `"N${i}"`);
  });
  return JSON.parse(text);
}

function sorted(outcome: unknown): unknown {
  const text = (value: unknown) => JSON.stringify(value);
  return Array.isArray(outcome) ? outcome.toSorted((a, b) => text(a).localeCompare(text(b))) : outcome;
}

function wordsOf(step: Request | Receive): string {
  const words = 'request' in step ? step.request.map((word) => word || "''").join(' ') : '(one more)';
  return `${nameOf(step.node, step.connection)} ${words}`;
}

function nameOf(node: number, connection: string): string {
  return connection === 'first' ? `N${node}` : `N${node} (second)`;
}
