/** One figure of `npm run bench`: ours, and the peer's from the same run where there is one. */
export interface BenchResult {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly peer?: number;
  readonly peerName?: string;
  /** ours / peer */
  readonly ratio?: number;
  /** The method, in a sentence. */
  readonly note: string;
}
