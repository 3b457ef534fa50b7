import type { Alarm } from '@understudy/contract';

/** An alarm as it was put, and what only Describe calls show. */
export interface AlarmRecord extends Alarm {
  description?: string;
  unit?: string;
  updatedMs: number;
  tags: Record<string, string>;
}
