import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dataFrame, finFrame, pingFrame, resetFrame, SpdyReader } from '../../../src/forward/spdy.ts';

/** What a reader tells of `bytes`, pushed in pieces that end at `cuts`; data of one stream in a row is joined. */
function read(bytes: Buffer, cuts: readonly number[]): { told: string[]; fine: boolean } {
  const told: string[] = [];
  const reader = new SpdyReader({
    onReply: (id) => told.push(`reply ${id}`),
    onData(id, part) {
      assert.ok(part.length > 0);
      const last = told.at(-1);
      const text = part.toString('latin1');
      if (last?.startsWith(`data ${id} `)) told[told.length - 1] = last + text;
      else told.push(`data ${id} ${text}`);
    },
    onFin: (id) => told.push(`fin ${id}`),
    onReset: (id) => told.push(`reset ${id}`),
    onPing: (id) => told.push(`ping ${id}`),
    onGoAway: () => told.push('go away'),
  });
  let fine = true;
  let from = 0;
  for (const to of [...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    fine &&= reader.push(bytes.subarray(from, to));
    from = to;
  }
  return { told, fine };
}

function controlFrame(type: number, flags: number, body: readonly number[]): Buffer {
  return Buffer.from([0x80, 3, 0, type, flags, 0, 0, body.length, ...body]);
}

const id = fc.integer({ min: 1, max: 1000 });
interface Frame {
  readonly bytes: Buffer;
  readonly told: readonly string[];
}

const frame = fc.oneof(
  fc
    .tuple(id, fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.boolean())
    .map(([n, payload, fin]): Frame => {
      const bytes = dataFrame(n, payload);
      if (fin) bytes[4] = 1;
      const text = Buffer.from(payload).toString('latin1');
      return { bytes, told: [`data ${n} ${text}`, ...(fin ? [`fin ${n}`] : [])] };
    }),
  id.map((n): Frame => ({ bytes: finFrame(n), told: [`fin ${n}`] })),
  id.map((n): Frame => ({ bytes: resetFrame(n), told: [`reset ${n}`] })),
  id.map((n): Frame => ({ bytes: pingFrame(n), told: [`ping ${n}`] })),
  fc.tuple(fc.integer({ min: 1, max: 255 }), fc.boolean()).map(([n, fin]): Frame => ({
    bytes: controlFrame(2, fin ? 1 : 0, [0, 0, 0, n, 9, 9, 9, 9]),
    told: [`reply ${n}`, ...(fin ? [`fin ${n}`] : [])],
  })),
  fc.constant<Frame>({ bytes: controlFrame(7, 0, [0, 0, 0, 1, 0, 0, 0, 0]), told: ['go away'] }),
  // SETTINGS, HEADERS and WINDOW_UPDATE are passed over.
  fc
    .constantFrom(4, 8, 9)
    .map((type): Frame => ({ bytes: controlFrame(type, 0, [0, 0, 0, 1, 1]), told: [] })),
);

test('frames mean the same however the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(frame, { maxLength: 20 }),
      fc.array(fc.nat(2_000), { maxLength: 30 }),
      (frames, cuts) => {
        const bytes = Buffer.concat(frames.map((one) => one.bytes));
        const expected: string[] = [];
        for (const told of frames.flatMap((one) => one.told)) {
          const last = expected.at(-1);
          const head = /^data \d+ /.exec(told)?.[0];
          if (head !== undefined && last?.startsWith(head))
            expected[expected.length - 1] = last + told.slice(head.length);
          else expected.push(told);
        }
        assert.deepEqual(read(bytes, cuts), { told: expected, fine: true });
      },
    ),
    { seed: 20261123, numRuns: 500 },
  );
});

test('what is not SPDY/3.1 is refused, and so is a control frame of no sensible length', () => {
  assert.equal(read(Buffer.from([0x80, 2, 0, 6, 0, 0, 0, 4, 0, 0, 0, 1]), []).fine, false);
  assert.equal(read(Buffer.from([0x80, 3, 0, 8, 0, 0xff, 0, 0]), []).fine, false);
});
