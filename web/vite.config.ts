import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The server serves what is built at /static/web/; in development the pages ask the server that runs on 8700.
export default defineConfig({
  base: "/static/web/",
  plugins: [react()],
  build: {
    outDir: "../src/desirepath/server/static/web",
    emptyOutDir: true,
    manifest: true,
    sourcemap: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8700" } },
  test: { include: ["src/**/*.test.{ts,tsx}"] },
});
