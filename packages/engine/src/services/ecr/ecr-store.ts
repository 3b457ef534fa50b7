import { fail } from '../../kernel/fail.ts';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { RegionTable } from '../../kernel/state/region-table.ts';
import { checkRegistry, checkRepositoryName } from './check-repository.ts';
import { ecrTables, type RepositoryRecord } from './records.ts';

/** What operations on one repository are given to find it. */
interface RepositorySelector {
  repositoryName?: string | undefined;
  registryId?: string | undefined;
}

export class EcrStore {
  readonly deps: ServiceDeps;
  readonly repositories: RegionTable<RepositoryRecord>;

  constructor(deps: ServiceDeps) {
    this.deps = deps;
    this.repositories = new RegionTable(deps.state, ecrTables.repositories);
  }

  repository(region: string, { repositoryName, registryId }: RepositorySelector): RepositoryRecord {
    checkRegistry(this.deps.account, registryId);
    const name = checkRepositoryName(repositoryName);
    return (
      this.repositories.get(region, name) ??
      fail(
        'RepositoryNotFoundException',
        `The repository with name '${name}' does not exist in the registry with id '${this.deps.account}'`,
      )
    );
  }

  put(region: string, repository: RepositoryRecord): void {
    this.repositories.put(region, repository.name, repository);
  }
}
