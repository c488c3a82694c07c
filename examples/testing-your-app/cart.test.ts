/**
 * Tests of `cart.ts` on a Redis Cluster within this process: no server is needed.
 * `npx mocha --require tsx examples/testing-your-app/cart.test.ts`
 */
import { expect } from 'chai';
// You import them from 'clusterwise/embedded' and 'clusterwise'.
import { type EmbeddedCluster, type EmbeddedNode, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';
import { Cart } from './cart.js';

describe('A cart on a Redis Cluster', () => {
  let embedded: EmbeddedCluster;
  let client: RedisCluster;
  let cart: Cart;

  // A cluster for each test: keys, faults and counts are new.
  beforeEach(async () => {
    embedded = await startEmbeddedCluster({ masters: 3, replicas: 1 });
    // With `createClient` as in your program.
    client = new RedisCluster({ servers: embedded.servers });
    cart = new Cart(client, '7');
  });

  afterEach(async () => {
    await client?.quit();
    await embedded?.stop();
  });

  const ownerOf = ({ tag }: Cart) => embedded.ownerOf(slotOf(tag)) as EmbeddedNode;
  const codeOf = (error: unknown) => (error as { code?: string }).code;

  describe('when all is well', () => {
    it('has what was added, and not what was removed', async () => {
      expect(await cart.add('apple', 2)).to.equal(2);
      expect(await cart.add('apple', 1)).to.equal(3);
      await cart.add('pear', 1);
      expect(await cart.remove('pear')).to.equal(true);
      expect(await cart.remove('pear')).to.equal(false);
      expect(await cart.contents()).to.deep.equal({ apple: 3 });
    });

    it('is empty after the checkout, and the order has its items', async () => {
      await cart.add('apple', 2);
      expect(await cart.checkout('a')).to.deep.equal({ apple: 2 });
      expect(await cart.contents()).to.deep.equal({});
      expect(await client.hgetall(`${cart.tag}:order:a`)).to.deep.equal({ apple: '2' });
    });

    it('cannot be bought when it is empty', async () => {
      const error = await cart.checkout('a').catch((reason: Error) => reason);
      expect(error).to.be.an('error').with.property('message', 'The cart is empty');
    });

    it('checks out in one transaction, on one server', async () => {
      await cart.add('apple', 2);
      await cart.checkout('a');
      const commands = ownerOf(cart).received.map(({ command }) => command);
      expect(commands.join(' ')).to.include('multi hgetall rename exec');
    });
  });

  describe('while its slot moves to another server', () => {
    let slot: number;
    let target: EmbeddedNode;

    beforeEach(async () => {
      slot = slotOf(cart.tag);
      target = embedded.masters.find((master) => master !== ownerOf(cart)) as EmbeddedNode;
      await cart.add('apple', 1);
      // The one key of the slot has moved, the slot has not: its owner answers ASK.
      await embedded.moveSlot(slot, target, { pauseHalfway: true });
    });

    it('is used as ever, and each item is counted once', async () => {
      expect(await cart.add('apple', 1)).to.equal(2);
      await cart.add('pear', 1);
      await cart.add('plum', 1);
      await cart.remove('plum');
      expect(await cart.contents()).to.deep.equal({ apple: 2, pear: 1 });
      expect(target.received.some(({ command }) => command === 'asking')).to.equal(true);

      await embedded.moveSlot(slot, target);
      expect(ownerOf(cart)).to.equal(target);
      expect(await cart.add('pear', 1)).to.equal(2);
      expect(await cart.contents()).to.deep.equal({ apple: 2, pear: 2 });
      expect(embedded.executed('hincrby')).to.equal(5);
    });

    it('checks out once, as soon as all its keys are in one place', async () => {
      // Redis cannot say yet whether there is such an order: TRYAGAIN.
      const bought = cart.checkout('a');
      await until(() => target.received.some(({ command }) => command === 'rename'));
      expect(embedded.executed('rename')).to.equal(0);

      await embedded.moveSlot(slot, target);
      expect(await bought).to.deep.equal({ apple: 1 });
      expect(await cart.contents()).to.deep.equal({});
      expect(embedded.executed('rename')).to.equal(1);
    });
  });

  describe('when its server dies and a replica takes over', () => {
    it('counts each item once', async () => {
      await cart.add('apple', 1);
      const items = ['banana', 'cherry', 'date', 'elderberry', 'fig'];
      // They are under way when the server dies.
      const adding = items.map((item) => addOnce(item));
      const newMaster = embedded.failover(ownerOf(cart));
      await Promise.all(adding);

      expect(ownerOf(cart)).to.equal(newMaster);
      const all = ['apple', ...items];
      expect(await cart.contents()).to.deep.equal(Object.fromEntries(all.map((item) => [item, 1])));
      expect(embedded.executed('hincrby')).to.equal(all.length);
    });

    // Nobody sends a write twice but who knows what it means: whoever does not know whether it was done looks.
    async function addOnce(item: string): Promise<void> {
      try {
        await cart.add(item, 1);
      } catch (error) {
        expect(codeOf(error)).to.equal('UNCERTAIN_STATE');
        if (!(item in (await cart.contents()))) {
          await cart.add(item, 1);
        }
      }
    }
  });

  describe('when the reply to a write is lost', () => {
    it('says that it does not know, and has added the item once', async () => {
      ownerOf(cart).reply({ command: 'hincrby', drop: 'after' });
      const error = await cart.add('apple', 2).catch((reason: unknown) => reason);
      expect(codeOf(error)).to.equal('UNCERTAIN_STATE');
      expect(embedded.executed('hincrby')).to.equal(1);
      expect(await cart.contents()).to.deep.equal({ apple: 2 });
    });

    it('says so too when the write was not executed', async () => {
      ownerOf(cart).reply({ command: 'hincrby', drop: 'before' });
      const error = await cart.add('apple', 2).catch((reason: unknown) => reason);
      expect(codeOf(error)).to.equal('UNCERTAIN_STATE');
      expect(embedded.executed('hincrby')).to.equal(0);
      expect(await cart.contents()).to.deep.equal({});
    });
  });
});

/** Resolves as soon as something is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
