import type {
  DescribeManagedPrefixListsRequest,
  DescribeManagedPrefixListsResult,
  DescribePrefixListsRequest,
  DescribePrefixListsResult,
  GetManagedPrefixListEntriesRequest,
  GetManagedPrefixListEntriesResult,
} from '@aws-sdk/client-ec2';
import { fail } from '../../../kernel/fail.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { required } from '../ec2-store.ts';
import {
  findPrefixList,
  managedPrefixLists,
  type ManagedPrefixList,
} from './managed-prefix-lists.ts';
import { named, page, select } from '../selection.ts';

/** What both Describe calls take. */
const SELECTION = ['PrefixListIds', 'Filters', 'MaxResults', 'NextToken'] as const;

/** Prefix lists: those that AWS keeps. An account's own do not exist here. */
export const prefixListOperations = {
  DescribeManagedPrefixLists: operation(describeManagedPrefixLists, { accepts: SELECTION }),
  DescribePrefixLists: operation(describePrefixLists, { accepts: SELECTION }),
  GetManagedPrefixListEntries: operation(getManagedPrefixListEntries, {
    accepts: ['PrefixListId', 'MaxResults', 'NextToken'],
  }),
};

function describeManagedPrefixLists(
  _store: unknown,
  context: RequestContext,
  input: DescribeManagedPrefixListsRequest,
): DescribeManagedPrefixListsResult {
  const { items, nextToken } = page(chosen(context.region, input), input);
  return {
    NextToken: nextToken,
    // Neither a version nor a number of entries at most: AWS gives those of customers' lists only.
    PrefixLists: items.map((list) => ({
      PrefixListId: list.prefixListId,
      PrefixListName: list.name,
      PrefixListArn: `arn:aws:ec2:${context.region}:aws:prefix-list/${list.prefixListId}`,
      AddressFamily: 'IPv4',
      State: 'create-complete',
      OwnerId: 'AWS',
      Tags: [],
    })),
  };
}

function describePrefixLists(
  _store: unknown,
  context: RequestContext,
  input: DescribePrefixListsRequest,
): DescribePrefixListsResult {
  const { items, nextToken } = page(chosen(context.region, input), input);
  return {
    NextToken: nextToken,
    PrefixLists: items.map((list) => ({
      PrefixListId: list.prefixListId,
      PrefixListName: list.name,
      Cidrs: [...list.cidrs],
    })),
  };
}

function getManagedPrefixListEntries(
  _store: unknown,
  context: RequestContext,
  input: GetManagedPrefixListEntriesRequest,
): GetManagedPrefixListEntriesResult {
  const list = prefixList(context.region, required(input.PrefixListId, 'PrefixListId'));
  const { items, nextToken } = page(list.cidrs, input);
  return { NextToken: nextToken, Entries: items.map((Cidr) => ({ Cidr })) };
}

function chosen(
  region: string,
  input: Pick<DescribeManagedPrefixListsRequest, 'PrefixListIds' | 'Filters'>,
): ManagedPrefixList[] {
  const lists = named(managedPrefixLists(region), input.PrefixListIds, (id) =>
    prefixList(region, id),
  );
  return select(
    lists.map((item) => ({
      item,
      fields: {
        'owner-id': 'AWS',
        'prefix-list-id': item.prefixListId,
        'prefix-list-name': item.name,
      },
      tags: [],
    })),
    input.Filters,
  );
}

/** Throws EC2's error for a list that is not there. */
export function prefixList(region: string, id: string): ManagedPrefixList {
  return (
    findPrefixList(region, id) ??
    fail('InvalidPrefixListID.NotFound', `The prefix list ID '${id}' does not exist`)
  );
}
