import { errorsPage } from './errors.ts';
import { operationsPage } from './operations.ts';
import type { Page } from './page.ts';
import { resourcesPage } from './resources.ts';

/** What is below docs/reference. */
export const PAGES: readonly Page[] = [errorsPage, operationsPage, resourcesPage];
