import type { Command } from 'commander';
import type { GlobalFlags } from '../flags.ts';
import { command } from './command.ts';

export function addClients(program: Command): void {
  command(program, 'env', 'print the exports that make any AWS client speak to the engine').action(
    async (flags: GlobalFlags) => (await import('../commands/env.ts')).env(flags),
  );
  command(program, 'curl', "the system's curl, through the engine's resolver and CA")
    .passThroughOptions()
    .allowUnknownOption()
    .argument('<arguments...>', "a URL and curl's own options")
    .action(async (words: string[], flags: GlobalFlags) =>
      (await import('../commands/curl.ts')).curl(words, flags),
    );
  command(
    program,
    'open',
    'open the site in a browser that resolves through the engine and trusts its CA',
  )
    .argument('[url]')
    .action(async (url: string | undefined, flags: GlobalFlags) =>
      (await import('../commands/open.ts')).open(url, flags),
    );
  const registrar = program.command('registrar').description("the domain's registrar");
  command(registrar, 'set-nameservers', 'tell the registrar the name servers of a domain')
    .argument('<domain>')
    .argument('<nameservers...>')
    .action(async (domain: string, servers: string[], flags: GlobalFlags) =>
      (await import('../commands/registrar.ts')).setNameservers(domain, servers, flags),
    );
  command(registrar, 'register', "register a domain at the engine's registrar, for another site")
    .argument('<domain>')
    .action(async (domain: string, flags: GlobalFlags) =>
      (await import('../commands/registrar.ts')).registerDomain(domain, flags),
    );
  command(registrar, 'show', 'what the registrar holds for a domain, and what Route 53 gave it')
    .argument('[domain]')
    .action(async (domain: string | undefined, flags: GlobalFlags) =>
      (await import('../commands/registrar.ts')).showDomain(domain, flags),
    );
}
