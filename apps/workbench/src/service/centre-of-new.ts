import { asUser, knownCentres, listUsers, type Registry, RegistryError } from "@seriatim/registry";

/** The centres that new patients may have: the user's own, else those that the registry has; `main` in an empty registry. */
export async function centresOfNew(registry: Registry): Promise<string[]> {
  const { centres } = (await listUsers(registry)).find(({ name }) => name === registry.user)!;
  const own = centres.filter((one) => one !== "*");
  const known = own.length > 0 ? own : await asUser(registry, (trx) => knownCentres(trx, registry.dictionary));
  return known.length === 0 ? ["main"] : known;
}

/** The centre of a new patient where it is not said. @throws RegistryError where there are several */
export async function centreOfNew(registry: Registry): Promise<string> {
  const known = await centresOfNew(registry);
  if (known.length > 1)
    throw new RegistryError(`there are several centres; say whose patient this is: ${known.join(", ")}`);
  return known[0];
}
