import { expect } from 'chai';
import { ConnectionLostError } from '../../lib/errors.js';
import { backOffTime, decide, type Verdict } from '../../lib/router/rules.js';

describe('rules', () => {
  const lost = (sent: boolean, reason = 'Socket closed') => new ConnectionLostError(reason, sent);

  const whateverItIs: [error: Error, verdict: Verdict][] = [
    [new Error('MOVED 42 10.0.0.1:7000'), { do: 'move', slot: 42, host: '10.0.0.1', port: 7000 }],
    [new Error('MOVED 42 ::1:7000'), { do: 'move', slot: 42, host: '::1', port: 7000 }],
    [new Error('MOVED 42 :7000'), { do: 'move', slot: 42, host: '', port: 7000 }],
    [new Error('ASK 42 10.0.0.1:7000'), { do: 'ask', host: '10.0.0.1', port: 7000 }],
    [new Error('TRYAGAIN Multiple keys request during rehashing of slot'), { do: 'scatter' }],
    [new Error('NOSCRIPT No matching script. Please use EVAL.'), { do: 'spellOut' }],
    [new Error('ERR Function not found'), { do: 'spellOut' }],
    [new Error('ERR Function not found here'), { do: 'fail' }],
    [new Error('NOSCRIPT of my own'), { do: 'fail' }],
    [new Error('CLUSTERDOWN The cluster is down'), { do: 'backOff' }],
    [new Error('LOADING Redis is loading the dataset in memory'), { do: 'backOff' }],
    [new Error('MASTERDOWN Link with MASTER is down'), { do: 'backOff' }],
    [new Error("READONLY You can't write against a read only replica."), { do: 'backOff' }],
    [lost(false), { do: 'again' }],
    [lost(false, 'MOVED 42 10.0.0.1:7000'), { do: 'again' }],
    [new Error('MOVED 42 ?:7000'), { do: 'fail' }],
    [new Error('MOVED 16384 10.0.0.1:7000'), { do: 'fail' }],
    [new Error('MOVED -1 10.0.0.1:7000'), { do: 'fail' }],
    [new Error('ASK __proto__ 10.0.0.1:7000'), { do: 'fail' }],
    [new Error('ERR unknown command'), { do: 'fail' }],
    [new Error('CROSSSLOT Keys in request do not hash to the same slot'), { do: 'fail' }],
    [new Error('OOM command not allowed'), { do: 'fail' }],
    [new Error('Socket closed'), { do: 'fail' }],
    [new Error(''), { do: 'fail' }],
  ];
  for (const [error, verdict] of whateverItIs) {
    for (const repeatable of [true, false]) {
      it(`${error.name} '${error.message}' of ${repeatable ? 'a read' : 'a write'}: ${verdict.do}`, () => {
        expect(decide(error, repeatable)).to.deep.equal(verdict);
      });
    }
  }

  const waits = [
    'TRYAGAIN Multiple keys request during rehashing of slot',
    'CLUSTERDOWN The cluster is down',
    'CLUSTERDOWN Hash slot not served',
    'LOADING Redis is loading the dataset in memory',
    "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
    "READONLY You can't write against a read only replica. script: 9f, on @user_script:1.",
  ];
  for (const message of waits) {
    const [word] = message.split(' ');
    it(`${word} of a script is the server's in its words: '${message}'`, () => {
      expect(decide(new Error(message), false, true)).to.deep.equal(decide(new Error(message), false));
    });

    it(`${word} of a script in its own words: fail, as it was executed`, () => {
      expect(decide(new Error(`${word} for reasons of my own`), false, true)).to.deep.equal({ do: 'fail' });
    });
  }

  it('a connection that is lost while a read is out: again', () => {
    expect(decide(lost(true), true)).to.deep.equal({ do: 'again' });
  });

  it('a connection that is lost while a write is out: uncertain', () => {
    expect(decide(lost(true), false)).to.deep.equal({ do: 'uncertain' });
    expect(decide(lost(true, 'MOVED 42 10.0.0.1:7000'), false)).to.deep.equal({ do: 'uncertain' });
  });

  const times: [backoffs: number, least: number, most: number][] = [
    [0, 25, 50],
    [1, 50, 100],
    [2, 100, 200],
    [3, 200, 400],
    [4, 400, 800],
    [5, 500, 1000],
    [6, 500, 1000],
    [30, 500, 1000],
    [5000, 500, 1000],
  ];
  for (const [backoffs, least, most] of times) {
    it(`backs off for ${least} to ${most} ms after ${backoffs} times`, () => {
      expect(backOffTime(backoffs, 0)).to.equal(least);
      expect(backOffTime(backoffs, 0.5)).to.equal((least + most) / 2);
      expect(backOffTime(backoffs, 1)).to.equal(most);
    });
  }
});
