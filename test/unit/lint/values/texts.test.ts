import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addressOf,
  isWithin,
  maskedText,
  rangeOf,
  specialAddress,
} from '../../../../src/lint/values/address.ts';
import {
  base64Stop,
  decodeBase64,
  decodedSize,
  decodeText,
  encodeBase64,
} from '../../../../src/lint/values/base64.ts';
import { cronFault } from '../../../../src/lint/values/cron.ts';
import { isTimeZone, meantTimeZone } from '../../../../src/lint/values/timeZone.ts';

test('base64 as Go decodes it', () => {
  const read = ['', 'YQ==', 'YWI=', 'YWJj', 'YQ==\n', 'Y\nQ\r=\n=\n', 'YR=='];
  for (const text of read) assert.equal(base64Stop(text), undefined, JSON.stringify(text));
  for (const [text, stop] of [
    ['YQ', 2],
    ['YQ=', 3],
    ['Y===', 1],
    ['=', 0],
    ['YQ==x', 4],
    ['a-b_', 1],
    ['YQ= =', 3],
    ['ünicode', 0],
    ['YQ==\nYQ==', 5],
  ] as const) {
    assert.equal(base64Stop(text), stop, JSON.stringify(text));
  }
});

test('what is encoded is read, and decodes to itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const encoded = encodeBase64(text);
      assert.equal(base64Stop(encoded), undefined);
      assert.equal(decodedSize(encoded), new TextEncoder().encode(text).length);
      assert.equal(decodeText(decodeBase64(encoded)), text);
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => assert.doesNotThrow(() => base64Stop(text))));
});

test('addresses', () => {
  assert.deepEqual(addressOf('10.0.0.1'), { bytes: [10, 0, 0, 1], fault: undefined });
  assert.equal(addressOf('010.0.0.1')?.fault, 'leading-zeros');
  assert.equal(addressOf('::ffff:1.2.3.4')?.fault, 'mapped');
  assert.equal(addressOf('2001:db8::1')?.bytes.length, 16);
  for (const text of [
    '',
    'host',
    '1.2.3',
    '256.1.1.1',
    '1::2::3',
    '1:2:3',
    'fe80::1%eth0',
    '1.2::3',
    '::12345',
    ':1',
  ])
    assert.equal(addressOf(text), undefined, text);
  for (const [text, special] of [
    ['127.9.9.9', 'loopback'],
    ['::1', 'loopback'],
    ['0.0.0.0', 'unspecified'],
    ['::', 'unspecified'],
    ['169.254.0.9', 'link-local'],
    ['fe80::9', 'link-local'],
    ['ff02::1', 'link-local'],
    ['224.0.0.1', 'link-local'],
    ['224.0.1.1', undefined],
    ['0.0.0.1', undefined],
    ['10.0.0.1', undefined],
  ] as const) {
    const address = addressOf(text);
    assert.ok(address);
    assert.equal(specialAddress(address), special, text);
  }
});

test('ranges of addresses', () => {
  const all = rangeOf('10.0.0.0/8');
  const part = rangeOf('10.1.0.0/16');
  assert.ok(all && part);
  assert.equal(all.fault, undefined);
  assert.ok(isWithin(part, all));
  assert.ok(!isWithin(all, all));
  assert.ok(!isWithin(all, part));
  const bits = rangeOf('10.0.0.7/8');
  assert.ok(bits);
  assert.equal(bits.fault, 'host-bits');
  assert.equal(maskedText(bits), '10.0.0.0/8');
  assert.equal(rangeOf('2001:db8::/32')?.fault, undefined);
  assert.equal(rangeOf('2001:db8::1/32')?.fault, 'host-bits');
  assert.equal(rangeOf('0.0.0.0/0')?.fault, undefined);
  for (const text of ['10.0.0.0', '10.0.0.0/33', '10.0.0.0/', '/8', '10.0.0.0/-1'])
    assert.equal(rangeOf(text), undefined, text);
});

test('schedules', () => {
  for (const schedule of [
    '* * * * *',
    '*/5 0-6 1,15 JAN-mar sun',
    '@every 1h30m',
    '1/15 * * * *',
    '1,,2 * * * *',
    '? * ? * ?',
  ])
    assert.equal(cronFault(schedule), undefined, schedule);
  for (const schedule of [
    '',
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 7',
    '*/0 * * * *',
    '5-1 * * * *',
    '@reboot',
    '@every',
    'TZ=UTC * * * * *',
    '1-2-3 * * * *',
    'a * * * *',
  ])
    assert.notEqual(cronFault(schedule), undefined, schedule);
  fc.assert(fc.property(fc.string(), (text) => assert.doesNotThrow(() => cronFault(text))));
});

test('time zones in their own case', () => {
  for (const zone of ['UTC', 'Etc/UTC', 'Europe/Berlin', 'Asia/Calcutta', 'US/Eastern', 'Etc/GMT+5', 'EST'])
    assert.ok(isTimeZone(zone), zone);
  for (const zone of [
    '',
    'utc',
    'Local',
    'europe/berlin',
    '+01:00',
    'Nowhere/Town',
    '../etc',
    'Europe//Berlin',
    '-Europe',
  ])
    assert.ok(!isTimeZone(zone), zone);
  assert.equal(meantTimeZone('europe/berlin'), 'Europe/Berlin');
  assert.equal(meantTimeZone('Nowhere/Town'), undefined);
});
