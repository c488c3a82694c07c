// Tests under test/real, and *.real.test.ts elsewhere, start processes of
// redis-server. A machine without it runs all others, and is told what was left
// out; CI must not leave out any. The same goes for *.browser.test.ts and Chromium.
const { spawnSync } = require('node:child_process');

const hasRedisServer = spawnSync('redis-server', ['--version']).status === 0;
if (!hasRedisServer) {
  leaveOut('the tests on real servers', 'redis-server', 'apt-get install redis-server, or brew install redis');
}

const CHROMIUMS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
// The tests take it from there.
process.env.CHROMIUM ??= CHROMIUMS.map(pathOf).find((path) => path !== '') ?? '';
const hasChromium = process.env.CHROMIUM !== '';
if (!hasChromium) {
  leaveOut('the tests in a browser', 'Chromium', 'apt-get install chromium, or name one: CHROMIUM=/path/to/it');
}

function pathOf(command) {
  return spawnSync('/bin/sh', ['-c', 'command -v "$1"', 'sh', command], { encoding: 'utf8' }).stdout.trim();
}

function leaveOut(tests, program, remedy) {
  if (process.env.CI === 'true') {
    throw new Error(`${program} is not on the PATH, and CI leaves out no test. Install it: ${remedy}.`);
  }
  process.on('exit', () => {
    console.log(`Left out: ${tests}, since ${program} is not on the PATH. Install it: ${remedy}.`);
  });
}

module.exports = {
  require: 'tsx',
  timeout: 60_000,
  ignore: [
    ...(hasRedisServer ? [] : ['test/real/**', 'test/**/*.real.test.ts']),
    ...(hasChromium ? [] : ['test/**/*.browser.test.ts']),
  ],
};
