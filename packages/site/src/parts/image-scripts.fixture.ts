import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { webImageComponent } from './web-image-component.ts';

interface Step {
  name: string;
  timeoutSeconds?: number;
  inputs: { commands?: string[] };
}

interface Document {
  phases: { steps: Step[] }[];
}

/** The steps of the component, in their order. */
export function imageSteps(given: { packages?: string[]; build?: string } = {}): Step[] {
  const { packages = [], build = null } = given;
  const { phases } = JSON.parse(
    webImageComponent({ source: 's3://b/k', account: '111122223333', packages, build }),
  ) as Document;
  return phases.flatMap(({ steps }) => steps);
}

/** The commands of all steps. */
export function imageCommands(packages: string[] = []): string[] {
  return imageSteps({ packages }).flatMap((step) => step.inputs.commands ?? []);
}

/** The files that the component writes, by their paths on the instance. */
export function imageFiles(): Map<string, string> {
  const written = imageCommands().flatMap((command) => {
    const [, text, file] = /^echo (\S+) \| base64 -d > (\S+)$/.exec(command) ?? [];
    return text === undefined || file === undefined
      ? []
      : [[file, Buffer.from(text, 'base64').toString()] as const];
  });
  return new Map(written);
}

/**
 * An instance's file system below `folder`: what the component writes, with a metadata service that
 * has this user data, and programs that stand in for others. They are found in `folder/bin`.
 */
export function writeInstance(
  folder: string,
  options: { userData: string; programs?: Record<string, string> },
): void {
  mkdirSync(path.join(folder, 'bin'), { recursive: true });
  writeFileSync(path.join(folder, 'user-data'), options.userData);
  const curl = `case "\${*: -1}" in *token*) echo t;; *) case "$*" in *user-data*) cat ${folder}/user-data;; *instance-id*) echo i-1;; *region*) echo eu-west-1;; *) echo t;; esac;; esac\n`;
  for (const [name, text] of Object.entries({ curl, ...options.programs })) {
    writeFileSync(path.join(folder, 'bin', name), `#!/bin/bash\n${text}`);
    chmodSync(path.join(folder, 'bin', name), 0o755);
  }
  for (const [file, text] of imageFiles()) {
    const local = file.replace('/opt/understudy', folder);
    if (local === file) continue;
    writeFileSync(local, text.replaceAll('/opt/understudy', folder));
    chmodSync(local, 0o755);
  }
}
