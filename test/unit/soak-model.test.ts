import { expect } from 'chai';
import { ANY, Group, Violation } from '../../tools/soak/model.js';
import { type Command, execute, isSame, Refusal, type Store } from '../../tools/soak/store.js';

const GET: Command = { name: 'get', args: ['{g}n'] };
const INCR: Command = { name: 'incr', args: ['{g}n'] };
const READ_LIST: Command = { name: 'lrange', args: ['{g}l', '0', '-1'] };

const set = (value: string): Command => ({ name: 'set', args: ['{g}n', value] });
const push = (item: string): Command => ({ name: 'rpush', args: ['{g}l', item] });

describe('the model of the soak', () => {
  let now: number;
  let group: Group;

  beforeEach(() => {
    now = 0;
    group = new Group('g', () => now);
  });

  /** The message of the violation that these replies are. */
  const violation = (commands: Command[], replies: unknown[]): string => {
    try {
      group.replied(commands, replies);
    } catch (error) {
      expect(error).to.be.instanceOf(Violation);
      return (error as Violation).message;
    }
    throw new Error('There was no violation');
  };

  describe('without faults', () => {
    it('takes the replies of one server', () => {
      group.replied([INCR], [1]);
      group.replied([INCR, GET], [2, '2']);
      group.replied([push('a')], [1]);
      group.replied([READ_LIST], [['a']]);
    });

    it('catches a wrong value', () => {
      group.replied([set('5')], ['OK']);
      expect(violation([GET], ['6'])).to.equal('get {g}n replied "6", and not "5"');
    });

    it('catches a doubled write by the next reply', () => {
      group.replied([INCR], [1]);
      expect(violation([INCR], [3])).to.contain('replied 3, and not 2');
      group = new Group('g', () => now);
      group.replied([push('a')], [1]);
      violation([READ_LIST], [['a', 'a']]);
    });

    it('catches a lost write', () => {
      group.replied([INCR], [1]);
      group.replied([INCR], [2]);
      violation([GET], ['1']);
    });

    it('catches replies in the wrong order', () => {
      violation([set('1'), GET, set('2'), GET], ['OK', '2', 'OK', '1']);
    });

    it('catches an error where there is none, and none where there is one', () => {
      violation([GET], [new Refusal('WRONGTYPE')]);
      group.replied([push('a')], [1]);
      const wrong: Command = { name: 'incr', args: ['{g}l'] };
      group.replied([wrong], [new Refusal('WRONGTYPE')]);
      violation([wrong], [1]);
    });

    it('tells what happened to the keys', () => {
      group.replied([INCR], [1]);
      now = 1500;
      group.uncertain([INCR], 'h:1');
      expect(group.history).to.deep.equal(['0.000 s  incr {g}n → 1', '1.500 s  incr {g}n → may have been executed']);
    });
  });

  describe('after an uncertain write', () => {
    beforeEach(() => {
      group.replied([set('7')], ['OK']);
      group.uncertain([INCR], 'h:1');
    });

    it('takes both, until a read tells which', () => {
      expect(group.isCertain).to.equal(false);
      group.replied([GET], ['8']);
      expect(group.isCertain).to.equal(true);
      violation([GET], ['7']);
    });

    it('takes that it was not executed', () => {
      group.replied([GET], ['7']);
      violation([GET], ['8']);
    });

    it('catches that it was executed twice', () => {
      violation([GET], ['9']);
    });

    it('catches that it was executed late', () => {
      group.replied([GET], ['7']);
      group.replied([GET], ['7']);
      violation([INCR], [9]);
    });

    it('catches half a transaction', () => {
      group.replied([GET], ['7']);
      group.uncertain([INCR, push('a')], 'h:1');
      group.replied([GET], ['8']);
      violation([READ_LIST], [[]]);
    });

    it('catches that of writes lost together the later one was executed alone', () => {
      group.uncertain([push('a')], 'h:1');
      group.replied([GET], ['7']);
      violation([READ_LIST], [['a']]);
    });

    it('takes each of several writes by itself that were not lost together', () => {
      now += 1000;
      group.uncertain([push('a')], 'h:1');
      group.replied([GET], ['7']);
      group.replied([READ_LIST], [['a']]);
      expect(group.isCertain).to.equal(true);
    });
  });

  it('takes no write that certainly failed for executed', () => {
    group.refused([INCR], 'CLUSTERDOWN');
    violation([GET], ['1']);
  });

  describe('after a master was killed', () => {
    beforeEach(() => {
      for (const [time, value] of [1000, 2000, 3000].entries()) {
        now = value;
        group.replied([set(String(time))], ['OK']);
      }
      now = 3500;
    });

    it('takes a rollback to what was stored since, and counts it as lost by the servers', () => {
      group.mayHaveLost(2500);
      group.replied([GET], ['1']);
      expect(group.timesLost).to.equal(1);
      expect(group.isCertain).to.equal(true);
    });

    it('counts nothing where nothing is lost', () => {
      group.mayHaveLost(2500);
      group.replied([GET], ['2']);
      expect(group.timesLost).to.equal(0);
      violation([GET], ['1']);
    });

    it('catches a rollback to before', () => {
      group.mayHaveLost(2500);
      violation([GET], ['0']);
    });

    it('catches a rollback without one', () => {
      violation([GET], ['1']);
    });

    it('catches a write that was doubled, too', () => {
      group.mayHaveLost(2500);
      violation([INCR], [4]);
    });

    it('leaves open what a part did that may have been executed before', () => {
      group.begin([INCR]);
      group.mayHaveLost(3400);
      group.repliedInPart([INCR], [ANY]);
      group.end();
      group.replied([GET], ['2']);
      expect(group.timesLost).to.equal(1);
    });

    it('leaves nothing open in a call that began later', () => {
      group.mayHaveLost(3400);
      group.begin([INCR]);
      group.repliedInPart([INCR], [ANY]);
      group.end();
      violation([GET], ['2']);
    });
  });

  describe('while a former master goes on that does not know of the other', () => {
    beforeEach(() => {
      group.replied([set('1')], ['OK']);
    });

    it('takes that what was under way is lost, and counts it', () => {
      group.begin([INCR, push('a')]);
      group.divided();
      group.replied([INCR], [2]);
      group.replied([push('a')], [1]);
      group.end();
      group.replied([GET], ['1']);
      expect(group.timesLost).to.equal(1);
      group.replied([READ_LIST], [[]]);
    });

    it('takes that the other executes what comes after it in the same call', () => {
      group.begin([INCR, INCR, INCR]);
      group.divided();
      group.replied([INCR], [2]);
      group.replied([INCR], [2]);
      group.replied([INCR], [3]);
      expect(group.timesLost).to.equal(1);
      violation([INCR], [5]);
    });

    it('takes that nothing is lost', () => {
      group.begin([INCR]);
      group.divided();
      group.replied([INCR], [2]);
      group.end();
      group.replied([GET], ['2']);
      expect(group.timesLost).to.equal(0);
      violation([GET], ['1']);
    });

    it('takes that what begins meanwhile is lost, too', () => {
      group.divided();
      group.begin([INCR]);
      group.united();
      group.replied([INCR], [2]);
      group.end();
      group.replied([GET], ['1']);
      expect(group.timesLost).to.equal(1);
    });

    it('catches a write that is lost later', () => {
      group.begin([INCR]);
      group.divided();
      group.replied([INCR], [2]);
      group.end();
      group.united();
      group.begin([INCR]);
      group.replied([INCR], [3]);
      group.end();
      expect(violation([GET], ['1'])).to.equal('get {g}n replied "1", and not "3"');
    });

    it('catches a write that is doubled', () => {
      group.begin([INCR]);
      group.divided();
      violation([INCR], [3]);
    });
  });

  describe('for those who may read what is old', () => {
    it('takes what was stored, and what is about to be', () => {
      group.replied([set('1')], ['OK']);
      group.replied([set('2')], ['OK']);
      group.begin([set('3'), set('4')]);
      for (const value of [null, '1', '2', '3', '4']) {
        expect(group.mayReply(GET, value), String(value)).to.equal(true);
      }
      expect(group.mayReply(GET, '5')).to.equal(false);
    });

    it('takes what is left of a call of which a part is done', () => {
      const [first, second] = [push('a'), push('b')];
      group.begin([first, second]);
      group.replied([first], [1]);
      expect(group.mayReply(READ_LIST, ['a', 'b'])).to.equal(true);
      expect(group.mayReply(READ_LIST, ['a', 'a', 'b'])).to.equal(false);
    });

    it('takes what an uncertain write may have stored', () => {
      group.uncertain([set('1')], 'h:1');
      group.replied([GET], [null]);
      expect(group.mayReply(GET, '1')).to.equal(true);
    });

    it('catches what never was', () => {
      group.replied([push('a')], [1]);
      group.replied([push('b')], [2]);
      expect(group.mayReply(READ_LIST, ['b'])).to.equal(false);
    });
  });

  it('knows what a sum over several groups may be', () => {
    const exists: Command = { name: 'exists', args: ['{g}n', '{g}l'] };
    group.replied([set('1')], ['OK']);
    expect(group.possibleReplies(exists)).to.deep.equal([1]);
    group.uncertain([push('a')], 'h:2');
    expect(group.possibleReplies(exists)).to.deep.equal([1, 2]);
  });
});

describe('the store of the soak', () => {
  const rows: [title: string, calls: string[], replies: unknown[]][] = [
    ['text', ['append k ab', 'append k c', 'strlen k', 'getset k x', 'get k'], [2, 3, 3, 'abc', 'x']],
    ['counters', ['incr k', 'set k 9', 'incr k', 'set k x', 'incr k'], [1, 'OK', 10, 'OK', new Refusal('ERR')]],
    ['lists', ['rpush k a b', 'lpop k', 'lpop k', 'lpop k', 'exists k'], [2, 'a', 'b', null, 0]],
    ['blocking pops', ['rpush k a', 'blpop k 1', 'blpop k 1'], [1, ['k', 'a'], null]],
    ['hashes', ['hset k f 1', 'hset k f 2', 'hincrby k f 3', 'hget k f', 'hgetall k'], [1, 0, 5, '5', { f: '5' }]],
    ['fields that go', ['hset k f 1', 'hdel k f', 'hdel k f', 'hgetall k'], [1, 1, 0, null]],
    ['sets', ['sadd k b', 'sadd k a', 'sadd k a', 'smembers k', 'srem k a'], [1, 1, 0, ['a', 'b'], 1]],
    ['scores', ['zincrby k 2 b', 'zincrby k 1 a', 'zincrby k 5 a', 'zrange k'], ['2', '1', '6', ['b', '2', 'a', '6']]],
    ['many keys', ['mset k 1 l 2', 'mget k m l', 'exists k k l', 'del k k l'], ['OK', ['1', null, '2'], 3, 2]],
    ['other types', ['rpush k a', 'get k', 'mget k', 'set k 1'], [1, new Refusal('WRONGTYPE'), [null], 'OK']],
  ];

  for (const [title, calls, replies] of rows) {
    it(title, () => {
      let store: Store = {};
      calls.forEach((call, index) => {
        const [name = '', ...args] = call.split(' ');
        const done = execute(store, { name, args });
        store = done.store;
        expect(done.reply, call).to.deep.equal(replies[index]);
      });
    });
  }

  it('compares sets and hashes without an order, and lists with theirs', () => {
    expect(isSame('smembers', ['a', 'b'], ['b', 'a'])).to.equal(true);
    expect(isSame('hgetall', { a: '1', b: '2' }, { b: '2', a: '1' })).to.equal(true);
    expect(isSame('lrange', ['a', 'b'], ['b', 'a'])).to.equal(false);
    expect(isSame('get', '1', 1)).to.equal(false);
  });
});
