/** Asks the engine's resolver for IPv4 addresses, as the parts' own clients (edge, checkers) do. */
export interface Resolve {
  /**
   * The A records of `name`, and for how many AWS seconds they may be kept.
   * Rejects with an Error whose message says what the resolver answered.
   */
  (name: string): Promise<{ addresses: string[]; ttlSeconds: number }>;
}
