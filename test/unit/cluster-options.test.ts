import { expect } from 'chai';
import { describe as told } from '../../tools/cluster/describe.js';
import { parseOptions, USAGE } from '../../tools/cluster/options.js';

const parse = (line: string) => parseOptions(line.split(' ').filter(Boolean));

describe('npm run cluster', () => {
  it('reads its options', () => {
    expect(parse('')).to.deep.equal({ masters: 3, replicas: 0, port: undefined });
    expect(parse('--masters 5 --replicas 2 --port 7000')).to.deep.equal({ masters: 5, replicas: 2, port: 7000 });
    expect(parse('--masters 2 --replicas 1 --port 55532')).to.have.property('port', 55_532);
  });

  for (const [line, message] of [
    ['--masters 0', "Expected --masters to be an integer from 1 to 50, got '0'"],
    ['--masters 51', "Expected --masters to be an integer from 1 to 50, got '51'"],
    ['--masters three', "Expected --masters to be an integer from 1 to 50, got 'three'"],
    ['--masters=', "Expected --masters to be an integer from 1 to 50, got ''"],
    ['--replicas 1.5', "Expected --replicas to be an integer from 0 to 5, got '1.5'"],
    ['--replicas=-1', "Expected --replicas to be an integer from 0 to 5, got '-1'"],
    ['--port 80', "Expected --port to be an integer from 1024 to 55533, got '80'"],
    ['--masters 2 --replicas 1 --port 55533', "Expected --port to be an integer from 1024 to 55532, got '55533'"],
    ['--replicas -1', `Expected ${USAGE}; got '--replicas -1'`],
    ['--port', `Expected ${USAGE}; got '--port'`],
    ['--slaves 1', `Expected ${USAGE}; got '--slaves 1'`],
    ['3', `Expected ${USAGE}; got '3'`],
  ] as const) {
    it(`${line} is answered with what was expected`, () => {
      expect(() => parse(line)).to.throw(TypeError, message);
    });
  }

  it('has what it says where there is only one master: nothing moves, nobody is elected', () => {
    const text = told([[0, 16_383, ['127.0.0.1', 7000, 'a'], ['127.0.0.1', 7001, 'b']]]);
    expect(text).to.include('127.0.0.1:7000  slots 0–16383').and.include('redis-cli -p 7001 CLUSTER FAILOVER');
    expect(text).to.not.include('reshard').and.not.include('DEBUG SLEEP');
    expect(told([[0, 16_383, ['127.0.0.1', 7000, 'a']]])).to.not.include('FAILOVER');
  });
});
