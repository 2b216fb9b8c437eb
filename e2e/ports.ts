/** Where the tests serve the built page. Not Vite's own ports: a page served by `npm start` may stay open meanwhile. */
export const PORT = 4273;
/** The same build from a folder of another site, as on GitHub Pages. */
export const FOLDER_URL = `http://localhost:${PORT + 1}/some/folder/`;
/** Where the tests serve what stands for the Hugging Face Hub, and on the next port its host of large files. */
export const HUB_PORT = PORT + 2;
