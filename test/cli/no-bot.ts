/** For tests of the command line that start no bot. */
export const noBot = (): Promise<void> => Promise.reject(new Error("this test starts no bot"));
