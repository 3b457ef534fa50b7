import { VERSION } from '@understudy/engine';
import { Command } from 'commander';
import { addBeginning } from './program/beginning.ts';
import { addClients } from './program/clients.ts';
import { addCompletion } from './program/completing.ts';
import { addDeploying } from './program/deploying.ts';
import { addDrilling } from './program/drilling.ts';
import { addExplaining } from './program/explaining.ts';
import { addFaults } from './program/faults.ts';
import { addStopping } from './program/stopping.ts';
import { addUp } from './program/up.ts';
import { addWatching } from './program/watching.ts';

/** The commands, their options and their help. Each command's code is imported when it runs. */
export function createProgram(): Command {
  const program = new Command('understudy')
    .description('Gives a web site a standby region on AWS, and proves that it can take over.')
    .version(VERSION)
    .exitOverride()
    // Wrong words are told as all errors are.
    .configureOutput({ outputError: () => undefined })
    .enablePositionalOptions();

  addBeginning(program);
  addUp(program);
  addWatching(program);
  addExplaining(program);
  addFaults(program);
  addDrilling(program);
  addClients(program);
  addDeploying(program);
  addStopping(program);
  addCompletion(program);
  return program;
}
