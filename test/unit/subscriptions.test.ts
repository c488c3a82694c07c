import { expect } from 'chai';
import type { Kind } from '../../lib/command/subscribing.js';
import { Subscriptions } from '../../lib/pub-sub/subscriptions.js';

describe('Subscriptions', () => {
  const change = (subscriptions: Subscriptions, kind: Kind, begins: boolean, ...names: (string | Buffer)[]) =>
    subscriptions.change(
      { kind, begins },
      names.map((name) => Buffer.from(name as string)),
    );

  it('counts as Redis does: channels and patterns together, shard channels apart, a name once', () => {
    const subscriptions = new Subscriptions();
    change(subscriptions, 'channel', true, 'a', 'b', 'a');
    change(subscriptions, 'pattern', true, 'a');
    change(subscriptions, 'shard', true, 'a');
    expect(['channel', 'pattern', 'shard'].map((kind) => subscriptions.countWith(kind as Kind))).to.deep.equal([
      3, 3, 1,
    ]);
    expect(subscriptions.size).to.equal(4);
    change(subscriptions, 'channel', false, 'a', 'missing');
    change(subscriptions, 'shard', false, 'a');
    expect(subscriptions.countWith('pattern')).to.equal(2);
    expect(subscriptions.kinds).to.deep.equal(['channel', 'pattern']);
    expect(subscriptions.has('channel', Buffer.from('a'))).to.equal(false);
    expect(subscriptions.has('pattern', Buffer.from('a'))).to.equal(true);
  });

  it('tells names apart by their bytes, and keeps the order in which they came', () => {
    const subscriptions = new Subscriptions();
    const names = [Buffer.from([0xff]), Buffer.from([0xfe]), Buffer.from('é'), Buffer.from('')];
    change(subscriptions, 'channel', true, ...names);
    expect(subscriptions.of('channel')).to.deep.equal(names);
    change(subscriptions, 'channel', false, Buffer.from([0xff]));
    expect(subscriptions.of('channel')).to.deep.equal(names.slice(1));
  });

  it('copies, so that a change of one is none of the other', () => {
    const subscriptions = new Subscriptions();
    change(subscriptions, 'pattern', true, 'a');
    const copy = subscriptions.copy();
    change(copy, 'pattern', false, 'a');
    expect([subscriptions.size, copy.size]).to.deep.equal([1, 0]);
  });
});
