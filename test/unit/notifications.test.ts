import { expect } from 'chai';
import { comesFor, isNotification } from '../../lib/pub-sub/notifications.js';

describe('keyspace notifications', () => {
  const CHANNELS: [channel: string, isNotification: boolean][] = [
    ['__keyspace@0__:key', true],
    ['__keyspace@0__:', true],
    ['__keyevent@0__:expired', true],
    ['__keyspace@1__:key', false],
    ['__keyspace@0__', false],
    ['__keyfoo@0__:x', false],
    ['a__keyspace@0__:key', false],
    ['_', false],
    ['', false],
  ];

  for (const [channel, expected] of CHANNELS) {
    it(`${expected ? 'come' : 'do not come'} on the channel '${channel}'`, () => {
      expect(isNotification(Buffer.from(channel))).to.equal(expected);
      expect(comesFor('channel', Buffer.from(channel))).to.deep.equal({
        notifications: expected,
        published: !expected,
      });
    });
  }

  // Whether notifications come for a pattern, and whether anything else may.
  const PATTERNS: [pattern: string, notifications: boolean, published: boolean][] = [
    ['__keyspace@0__:user:*', true, false],
    ['__keyevent@0__:*', true, false],
    ['__keyevent@0__:expired', true, false],
    ['__key*__:*', true, true],
    ['*', true, true],
    ['_*', true, true],
    ['?_keyspace@0__:x', true, true],
    ['__key[es]*', true, true],
    ['__key[a-f]vent@0__:del', true, true],
    ['__key[f-a]vent@0__:del', true, true],
    ['__key[^a-d]*', true, true],
    ['__key[^es]*', false, true],
    ['__key[\\e]vent@0__:del', true, true],
    ['__key[e\\]]vent@0__:del', true, true],
    ['__key[]vent@0__:del', false, true],
    ['__key[!-]vent@0__:del', false, true],
    ['__key[Z-]]*', false, true],
    ['_[^-]*', true, true],
    ['\\_\\_keyspace@0__:x', true, true],
    ['__keyspace@1__:*', false, true],
    ['__keyspace@?__:*', true, true],
    ['__keyspace@', false, true],
    ['__keyspace', false, true],
    ['news:*', false, true],
    ['a*', false, true],
    ['[', false, true],
    ['[_', false, true],
    ['\\', false, true],
    ['', false, true],
  ];

  for (const [pattern, notifications, published] of PATTERNS) {
    const what = [notifications ? 'notifications' : '', published ? 'what is published' : ''].filter(Boolean);
    it(`for the pattern '${pattern}' may come ${what.join(' and ')}`, () => {
      expect(comesFor('pattern', Buffer.from(pattern))).to.deep.equal({ notifications, published });
    });
  }
});
