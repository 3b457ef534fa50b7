import { explainRequestSchema, UnderstudyError } from '@understudy/contract';
import type { Route } from '../../endpoint/routes.ts';
import { explain } from './explain.ts';
import type { ExplainSources } from './sources.ts';

/** `POST /_understudy/explain`: why something is as it is. */
export function explainRoute(sources: ExplainSources): Route {
  return {
    method: 'POST',
    path: '/_understudy/explain',
    handler: async ({ body }) => {
      const parsed = explainRequestSchema.safeParse(body);
      if (parsed.success) return { status: 200, body: await explain(sources, parsed.data) };
      const [issue] = parsed.error.issues;
      throw new UnderstudyError('UsageInvalid', {
        message: `${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'invalid'}`,
        hint: "'understudy explain --help' says what can be explained",
      });
    },
  };
}
