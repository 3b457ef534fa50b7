import { errorsPage } from './errors.ts';
import { eventsPage } from './events.ts';
import { explainPage } from './explain.ts';
import { faultsPage } from './faults.ts';
import { operationsPage } from './operations.ts';
import type { Page } from './page.ts';
import { reportPage } from './report.ts';
import { resourcesPage } from './resources.ts';

/** What is below docs/reference. */
export const PAGES: readonly Page[] = [
  errorsPage,
  eventsPage,
  explainPage,
  faultsPage,
  operationsPage,
  reportPage,
  resourcesPage,
];
