import type { Store } from '../../../store/index.ts'
import { openStore } from '../../files/data-folder.ts'
import { openDatabaseStore } from '../accounts/open-database.ts'

/** Opens the store of a server: that of its folder for itself alone, or that of a database, which it shares. */
export const openServedStore = async (
  {
    store,
    storePasswordFile,
  }: { readonly store: string | undefined; readonly storePasswordFile: string | undefined },
  folder: string,
): Promise<{ readonly store: Store; readonly release: () => void }> =>
  store === undefined
    ? openStore(folder)
    : { store: await openDatabaseStore(store, storePasswordFile), release: () => undefined }
