import { waitUntil } from './local-cluster/wait.js';

/** A client with node_redis's face. */
export interface PubSubClient {
  on(event: string, listener: (...news: unknown[]) => void): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: its commands, by name.
  [command: string]: any;
}

type Name = string | Buffer;
type Step =
  | { readonly call: readonly [command: string, ...args: (Name | Date | readonly Name[])[]] }
  | { readonly publish: readonly [channel: Name, message: Name]; readonly messages: number };

const call = (...line: [command: string, ...args: (Name | Date | readonly Name[])[]]): Step => ({ call: line });
const publish = (channel: Name, message: Name, messages: number): Step => ({ publish: [channel, message], messages });

const BYTES = Buffer.from([0xff, 0xfe]);

/** @param tag what all names begin with */
function stepsWith(tag: string): Step[] {
  const named = (name: string) => `${tag}${name}`;
  const [a, b, c, d, again] = ['a', 'b', 'c', 'd', 'again'].map(named) as [string, string, string, string, string];
  const [ofA, ofÄ] = [named('a*'), named('ä*')];
  // No UTF-8. Of two patterns for one message a server may take either first: there is one.
  const bytes = Buffer.concat([Buffer.from(tag), BYTES]);
  const pattern = Buffer.concat([bytes.subarray(0, -1), Buffer.from('*')]);
  return [
    call('unsubscribe'),
    call('unsubscribe', 'never begun'),
    call('subscribe'),
    call('subscribe', a, b, a),
    call('subscribe', [c, d]),
    call('SUBSCRIBE', b),
    publish(a, 'to a', 1),
    publish(named('x'), 'to nobody', 0),
    publish(d, '', 1),
    call('psubscribe', ofA, ofÄ),
    publish(a, 'to a and to its pattern', 2),
    publish(named('äö'), 'ünïcode', 1),
    call('subscribe', bytes),
    publish(bytes, Buffer.from([0, 255, 13, 10]), 1),
    call('psubscribe', pattern),
    publish(bytes, 'x'.repeat(100_000), 2),
    call('unsubscribe', a, bytes, 'never begun'),
    publish(a, 'to the pattern', 1),
    call('punsubscribe', [ofA, ofÄ]),
    publish(a, 'to nobody', 0),
    publish(b, 'to b', 1),
    call('unsubscribe', b, c, d),
    call('punsubscribe', pattern),
    call('punsubscribe'),
    publish(b, 'to nobody', 0),
    call('subscribe', again),
    publish(again, '1', 1),
    call('subscribe', new Date(0)),
    call('unsubscribe', again, new Date(0)),
  ];
}

const EVENTS = ['subscribe', 'unsubscribe', 'psubscribe', 'punsubscribe', 'message', 'pmessage', 'error'];
const BUFFER_EVENTS = ['message_buffer', 'messageBuffer', 'pmessage_buffer', 'pmessageBuffer'];

/**
 * Plays the steps, one after the other, and returns what the client told: events,
 * and answers to calls.
 * @param listensToBuffers whether somebody listens to `message_buffer` and the like
 * @param tag what names begin with: what others have published may still be on its way from server to server
 */
export async function play(
  client: PubSubClient,
  publisher: PubSubClient,
  listensToBuffers: boolean,
  tag: string,
): Promise<unknown[]> {
  const told: unknown[] = [];
  let messages = 0;
  for (const event of [...EVENTS, ...(listensToBuffers ? BUFFER_EVENTS : [])]) {
    client.on(event, (...news) => {
      told.push([event, ...news]);
      messages += event === 'message' || event === 'pmessage' ? 1 : 0;
    });
  }
  let expected = 0;
  for (const step of stepsWith(tag)) {
    if ('call' in step) {
      const [command, ...args] = step.call;
      told.push(await answerOf(client, command, args));
    } else {
      expected += step.messages;
      await answerOf(publisher, 'publish', step.publish);
      await waitUntil(`the messages of ${String(step.publish)}`, async () => messages >= expected, 5000);
    }
  }
  return told;
}

function answerOf(client: PubSubClient, command: string, args: readonly unknown[]): Promise<unknown> {
  return new Promise((resolve) => {
    client[command](...args, (error: (Error & { code?: string; command?: string }) | null, reply: unknown) => {
      resolve(['answer', error && [error.name, error.message, error.code, error.command], reply]);
    });
  });
}
