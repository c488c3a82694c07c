import { createRequire } from 'node:module';
import { expect } from 'chai';
import { RedisConnection } from '../../lib/client/node-redis-promises.js';
import { FakeClientSocket } from '../support/fake-client-socket.js';

const require = createRequire(__filename);

describe('replies of a client with promises', () => {
  for (const name of ['redis-5', 'redis-6']) {
    it(`are told in order over ${name}, where only some of their commands have promises`, async () => {
      const client = require(name).createClient();
      client._ejectSocket();
      client._insertSocket(new FakeClientSocket());
      const connection = new RedisConnection(client);
      connection.joinWrites();
      const told: unknown[] = [];
      const send = (key: string) =>
        connection.send({
          name: 'get',
          args: [key],
          buffers: false,
          settle: (error, reply) => told.push(error ?? reply),
        });
      /** What is told while these replies, of one packet, are decoded; and then. */
      const decode = async (replies: string) => {
        told.length = 0;
        client._getQueue().decoder.write(Buffer.from(replies));
        const atOnce = [...told];
        await new Promise(setImmediate);
        return [atOnce, [...told]];
      };
      // Not corked: it has a promise.
      send('a');
      await new Promise(setImmediate);
      connection.cork?.();
      for (const key of ['b', 'c', 'd']) {
        send(key);
      }
      connection.uncork?.();
      expect(await decode('+a\r\n+b\r\n')).to.deep.equal([[], ['a', 'b']]);
      connection.cork?.();
      send('e');
      connection.uncork?.();
      expect(await decode('+c\r\n+d\r\n+e\r\n')).to.deep.equal([
        ['c', 'd', 'e'],
        ['c', 'd', 'e'],
      ]);
    });
  }
});
