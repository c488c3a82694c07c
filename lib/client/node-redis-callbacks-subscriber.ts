import { type Kind, SUBSCRIBING } from '../command/subscribing.js';
import { NodeRedisConnection } from './node-redis-callbacks.js';
import type { Settle, Subscriber, SubscriberListener } from './subscriber.js';

/** What is used of a client of node_redis beyond what a connection uses. */
interface SubscribingClient {
  readonly command_queue: { get(index: number): { command: string; args: readonly unknown[] } | undefined };
  return_reply(reply: unknown): void;
}

/**
 * node_redis 2 and 3 as a subscriber. Its own mode for that is not entered: it
 * knows no shard channels and makes strings of names. Replies are told apart here.
 */
export class NodeRedisSubscriber extends NodeRedisConnection implements Subscriber {
  // How many names the command that is being answered has confirmed.
  #confirmed = 0;

  constructor(client: object, { message: receive, dropped }: SubscriberListener) {
    super(client);
    const subscribing = client as SubscribingClient;
    const answer = subscribing.return_reply;
    subscribing.return_reply = (reply) => {
      const [type, first, second, third] = Array.isArray(reply) ? reply : [];
      switch (String(type)) {
        case 'message':
          receive('channel', first, second, undefined);
          break;
        case 'pmessage':
          receive('pattern', second, third, first);
          break;
        case 'smessage':
          receive('shard', first, second, undefined);
          break;
        default:
          if (String(type) === 'sunsubscribe' && !isAsked(subscribing, first)) {
            dropped();
          } else if (this.#isLast(subscribing, String(type))) {
            answer.call(client, reply);
          }
      }
    };
  }

  subscribe(kind: Kind, names: readonly Buffer[], settle: Settle): void {
    this.send({ name: SUBSCRIBING[kind].begin, args: names, buffers: true, settle });
  }

  unsubscribe(kind: Kind, names: readonly Buffer[], settle: Settle): void {
    this.send({ name: SUBSCRIBING[kind].end, args: names, buffers: true, settle });
  }

  /** Whether a reply is the whole or the last of what a command is answered: these answer once per name. */
  #isLast({ command_queue }: SubscribingClient, type: string): boolean {
    const command = command_queue.get(0);
    if (command?.command !== type) {
      return true;
    }
    this.#confirmed += 1;
    if (this.#confirmed < command.args.length) {
      return false;
    }
    this.#confirmed = 0;
    return true;
  }
}

/** Whether it is this name's end that the command which is being answered asks for. */
function isAsked({ command_queue }: SubscribingClient, name: Buffer): boolean {
  const command = command_queue.get(0);
  return command?.command === 'sunsubscribe' && command.args.some((arg) => name.equals(arg as Buffer));
}
