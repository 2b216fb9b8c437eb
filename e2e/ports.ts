/** Where the tests serve the built page. Not Vite's own ports: a page served by `npm start` may stay open meanwhile. */
export const PORT = 4273;
/** The same build from a folder of another site, as on GitHub Pages. */
export const FOLDER_URL = `http://localhost:${PORT + 1}/some/folder/`;
