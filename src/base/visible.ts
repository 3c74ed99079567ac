/**
 * Names and messages of a cluster are data: control characters are shown (as their Unicode picture), not obeyed, and what is
 * meant for one line stays on one line.
 */
export function visible(text: string): string {
  return text
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replace(/[\u0000-\u001f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0)))
    .replace(/[\u007f\u0080-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
