import { spawnSync } from 'node:child_process';
import { UnderstudyError } from '@understudy/contract';

/**
 * What a signature is for: one that was made for something else does not verify. `file` is for
 * "general files". https://man.openbsd.org/ssh-keygen.1#SIGNATURES
 */
export const SIGNATURE_NAMESPACE = 'file';

/**
 * Signs with a key of the user's, as OpenSSH signs files: with the private key in a file, or with
 * the agent's where the file is of a public one. It asks for a passphrase on the terminal.
 * @throws UnderstudyError ToolMissing, EvidenceNotSigned
 */
export function signWith(keyFile: string, text: string, program = 'ssh-keygen'): string {
  const words = ['-Y', 'sign', '-q', '-n', SIGNATURE_NAMESPACE, '-f', keyFile];
  const { status, stdout, stderr, error } = spawnSync(program, words, {
    ...{ input: text, encoding: 'utf8' },
  });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT')
    throw new UnderstudyError('ToolMissing', {
      message: 'ssh-keygen, with which evidence is signed, is not installed',
    });
  if (error !== undefined || status !== 0)
    throw new UnderstudyError('EvidenceNotSigned', {
      message: `ssh-keygen did not sign with ${keyFile}: ${(error?.message ?? stderr).trim()}`,
    });
  return stdout;
}
