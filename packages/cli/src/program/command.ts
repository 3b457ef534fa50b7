import { Option, type Command } from 'commander';
import { DEFAULT_CONFIG } from '../flags.ts';
import { named, wholeNumber } from './words.ts';

/** Every command finds its engine the same way. */
export function command(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option('--config <file>', 'the site', named, DEFAULT_CONFIG)
    .option('--state <dir>', "the engine's state (default: .understudy beside the config)", named);
}

export const json = (): Option => new Option('--json', 'print JSON for programs');

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RollbackConfiguration.html */
const MONITORING_MINUTES_MAX = 180;

export const monitoringMinutes = (): Option =>
  new Option(
    '--monitoring-minutes <n>',
    'how long each updated region is watched, and taken back if its web servers fall ill (default: 5 on AWS, 0 on a local engine)',
  ).argParser(wholeNumber(0, MONITORING_MINUTES_MAX));
