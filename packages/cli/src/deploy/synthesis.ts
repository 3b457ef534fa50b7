import path from 'node:path';
import type { SiteConfig, AssemblyStack } from '@understudy/site';
import { stacksOf, synthesize } from '@understudy/site';

/** What templates are made from. */
export interface SynthesisInput {
  site: SiteConfig;
  /** Folder for the cloud assembly. */
  directory: string;
}

/**
 * A site's templates. They can be made before it is known whose they are, for the account that is
 * expected: an engine takes seconds to start, in which this takes place.
 */
export class Synthesis {
  #expected: { account: string; stacks: Promise<AssemblyStack[]> } | undefined;

  expect(input: SynthesisInput, account: string): void {
    const stacks = make(input, account);
    stacks.catch(() => undefined); // told to whoever asks for them
    this.#expected = { account, stacks };
  }

  stacks(input: SynthesisInput, account: string): Promise<AssemblyStack[]> {
    return this.#expected?.account === account ? this.#expected.stacks : make(input, account);
  }
}

async function make(
  { site, directory }: SynthesisInput,
  account: string,
): Promise<AssemblyStack[]> {
  const outdir = path.join(directory, 'cdk.out');
  return stacksOf(await synthesize(site, { account, outdir }));
}
