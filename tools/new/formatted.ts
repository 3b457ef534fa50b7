import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { reflowComments } from '../tidy/comment-width.ts';
import type { Plan } from './tree.ts';

/** The plan with its TypeScript as `npm run format` leaves it; what is generated stays as it is. */
export async function formatted(root: string, plan: Plan): Promise<Plan> {
  return {
    made: await each(root, plan.made),
    changed: await each(root, plan.changed),
    next: plan.next,
  };
}

async function each(
  root: string,
  files: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const texts = Object.entries(files).map(async ([file, text]) => {
    if (!file.endsWith('.ts') || file.includes('.generated.')) return [file, text] as const;
    const filepath = path.join(root, file);
    const options = { ...(await resolveConfig(filepath)), filepath };
    return [file, reflowComments(await format(text, options))] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}
