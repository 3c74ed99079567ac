import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cache } from './paths.ts';

/** What to try in the demo's window, in the order in which one builds on the other. */
export const thingsToTry = [
  'Command palette (F1): "Kube Sets: Scaffold StatefulSet", choose MongoDB, 3 replicas.',
  'In the editor that opens: "Kube Sets: Apply Manifest" (palette or right-click).',
  'Sidebar, Kube Sets: the three places of mongodb appear in order.',
  'Right-click mongodb-0: "Port Forward". Connect a client to the address shown under Port Forwards.',
  'Right-click mongodb-0: "Delete Pod". Its successor takes the place, the same claim, and the forward goes on.',
  '"Kube Sets: Scaffold DaemonSet", choose Fluentd, apply: a row for every node, also for those without a pod.',
  '"Kube Sets: Delete Manifest Objects in Order" tidies up.',
] as const;

const readme = `# Try Kube Sets

This folder is yours: what you scaffold is saved here. The cluster of this window runs on your own machine and is gone
when \`npm start\` ends; only this folder stays.

${thingsToTry.map((thing, i) => `${i + 1}. ${thing}`).join('\n')}
`;

/** The folder that the demo opens: empty at first but for a README, and kept from one start to the next. */
export async function tutorialFolder(): Promise<string> {
  const folder = join(cache, 'tutorial');
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'README.md');
  if (!existsSync(file)) await writeFile(file, readme);
  return folder;
}
