import { goTemplate } from './go.ts';
import type { TemplateName } from './names.ts';
import { nodeTemplate } from './node.ts';
import { phpTemplate } from './php.ts';
import { pythonTemplate } from './python.ts';
import { staticTemplate } from './static.ts';
import type { Template } from './template.ts';

export const TEMPLATES: Readonly<Record<TemplateName, Template>> = {
  node: nodeTemplate,
  python: pythonTemplate,
  php: phpTemplate,
  go: goTemplate,
  static: staticTemplate,
};
