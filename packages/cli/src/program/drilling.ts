import { Option, type Command } from 'commander';
import { LANGUAGES } from '@understudy/drill/languages';
import type { DrillFlags } from '../commands/drill.ts';
import type { ReportFlags } from '../commands/report.ts';
import { command, json } from './command.ts';
import { named, number, several } from './words.ts';

const RATE = 10;

export function addDrilling(program: Command): void {
  command(program, 'drill', 'break the site on purpose and measure what its visitors saw')
    .argument('[drills...]', 'by their names, or files with some of your own')
    .option('--list', 'the drills that there are')
    .option('--all', 'all of them, one after the other')
    .option(
      '--speed <n>',
      'how many times faster than the wall AWS time runs (default: 20, or less where the machine does not keep up)',
      number(0.1, 1000),
    )
    .option('--rate <n>', 'page loads of each kind of client in a second', number(0.1, 2000), RATE)
    .option('--seed <n>', 'the same chance again', number(0, 2 ** 31))
    .option('--here', 'on the engine that runs already, at its own speed')
    .option('--output <dir>', 'where the report goes (default: drills/ beside the config)', named)
    .addOption(language().default('en'))
    .option('--markdown <file>', 'write the report for a pull request, too', named)
    .option('--junit <file>', 'write the expectations as test cases, for CI, too', named)
    .addOption(json())
    .action(async (drills: string[], flags: DrillFlags) =>
      (await import('../commands/drill.ts')).drill(drills, flags),
    );
  command(
    program,
    'report',
    'open the report of a drill, or of several, again; or lay two side by side',
  )
    .argument('[report]', 'its folder, report.json or drills.json; without it, the last')
    .option('--compare <reports...>', 'two of them', several(named))
    .option('--markdown', 'print it for a pull request')
    .option('--junit', 'print the expectations as test cases, for CI')
    .option('--evidence [file]', 'a zip for auditors, with checksums (default: beside the report)')
    .option('--sign-with <key>', "sign the evidence's checksums with an SSH key", named)
    .addOption(language())
    .addOption(json())
    .action(async (report: string | undefined, flags: ReportFlags) =>
      (await import('../commands/report.ts')).report(report, flags),
    );
}

const language = (): Option =>
  new Option('--lang <language>', 'what the report is written in').choices(LANGUAGES);
