import { catalogue } from '../../src/scaffold/catalogue.ts';
import { scaffold } from '../../src/scaffold/scaffold.ts';

/** A manifest of scaffolds of so many lines. */
export function manifest(lines: number): string {
  const parts: string[] = [];
  for (let n = 0, count = 0; count < lines; n++) {
    for (const system of catalogue()) {
      const { text } = scaffold(
        system,
        { name: `${system.id}-${n}`, namespace: `space-${n}` },
        (size) => new Uint8Array(size),
      );
      parts.push(text);
      count += text.split('\n').length;
    }
  }
  return parts.join('\n---\n').split('\n').slice(0, lines).join('\n');
}
