/** A browser that keeps its cookie: a function that fetches a path, and gives the text. */
export function visit(url: string): (path: string, method?: string) => Promise<string> {
  let cookie = '';
  return async (path, method = 'GET') => {
    const response = await fetch(url + path, { method, headers: { cookie, connection: 'close' } });
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    return await response.text();
  };
}
