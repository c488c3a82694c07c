import { expect } from 'chai';
import { parseInfo } from '../../lib/server-info.js';

const lines = (...text: string[]) => text.map((line) => `${line}\r\n`).join('');

describe('server info', () => {
  it('has the fields of INFO', () => {
    const info = parseInfo(
      lines(
        '# Server',
        'redis_version:7.2.4',
        'redis_mode:cluster',
        'executable:/usr/bin/redis-server',
        'config_file:',
        '',
        '# Keyspace',
        'db0:keys=2,expires=1,avg_ttl=0',
        'db15:keys=1,expires=0,avg_ttl=0',
      ),
    );
    expect({ ...info }).to.deep.equal({
      redis_version: '7.2.4',
      redis_mode: 'cluster',
      executable: '/usr/bin/redis-server',
      config_file: '',
      db0: { keys: 2, expires: 1, avg_ttl: 0 },
      db15: { keys: 1, expires: 0, avg_ttl: 0 },
      versions: [7, 2, 4],
    });
  });

  const fields: [what: string, text: string, info: object][] = [
    ['nothing', '', {}],
    ['a heading with a colon', lines('# Server: x'), {}],
    ['a line without a colon', lines('text'), {}],
    [
      'a value with colons',
      lines('listener0:name=tcp,bind=::1,port=7000'),
      { listener0: 'name=tcp,bind=::1,port=7000' },
    ],
    ['a line without an end', 'a:1', { a: '1' }],
    [
      'fields whose names are not quite those of a database',
      lines('db_size:1', 'dbx:a=1', 'db0x:a=1', 'mydb0:a=1'),
      { db_size: '1', dbx: 'a=1', db0x: 'a=1', mydb0: 'a=1' },
    ],
    ['another version of something', lines('valkey_version:8.0.1'), { valkey_version: '8.0.1' }],
  ];
  for (const [what, text, info] of fields) {
    it(`reads ${what}`, () => {
      expect({ ...parseInfo(text) }).to.deep.equal(info);
    });
  }

  const versions: [version: string, numbers: number[]][] = [
    ['6.2.14', [6, 2, 14]],
    ['7.0', [7, 0]],
    ['255.255.255', [255, 255, 255]],
  ];
  for (const [version, numbers] of versions) {
    it(`reads version ${version} as numbers`, () => {
      expect(parseInfo(lines(`redis_version:${version}`)).versions).to.deep.equal(numbers);
    });
  }

  it('has no fields but the server’s', () => {
    const info = parseInfo(lines('a:1'));
    expect(info.constructor).to.equal(undefined);
    expect(info.versions).to.equal(undefined);
    expect(Object.entries(parseInfo(lines('__proto__:x')))).to.deep.equal([['__proto__', 'x']]);
  });
});
