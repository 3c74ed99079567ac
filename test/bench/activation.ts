import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findHost, runIntegration } from '../integration/run.ts';
import { median, round } from './statistics.ts';
import type { BenchResult } from './types.ts';

const ROUNDS = 5;

/** What `activate` takes on a YAML file, in a new VS Code each time; and what reading and running the bundle takes before it. */
export async function run(): Promise<BenchResult[]> {
  const host = await findHost();
  if (host.is === 'none') throw new Error(`${host.why} ${host.remedy}`);
  const temp = await mkdtemp(join(tmpdir(), 'kube-sets-bench-'));
  try {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const file = join(temp, `${round}.txt`);
      const { passed } = await runIntegration({
        executable: host.executable,
        restricted: false,
        grep: 'comes with a YAML file',
        env: { KUBESETS_ACTIVATION: file },
      });
      if (passed === 0) throw new Error('The extension was not activated');
      times.push(Number(await readFile(file, 'utf8')));
    }
    const note = `activate()'s own time on a YAML file, no cluster, in ${host.what}; median of ${ROUNDS} windows (${times.map(round).join(', ')})`;
    return [{ name: 'activation', unit: 'ms', ours: round(median(times)), note }];
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
}
