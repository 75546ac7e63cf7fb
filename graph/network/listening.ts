/** What usually listens on a port, and whether it asks by itself who calls. */
interface Listening {
  name: string;
  asks: boolean;
}

/**
 * Ports by which services are known: IANA's registry, and the defaults that servers of models and
 * agents document. Those that ask take nothing from who does not log in.
 */
const ports: Readonly<Record<number, Listening>> = {
  22: { name: 'SSH', asks: true },
  1433: { name: 'SQL Server', asks: true },
  1521: { name: 'Oracle', asks: true },
  3306: { name: 'MySQL', asks: true },
  3389: { name: 'RDP', asks: true },
  5432: { name: 'PostgreSQL', asks: true },
  5985: { name: 'WinRM', asks: true },
  5986: { name: 'WinRM', asks: true },
  80: { name: 'HTTP', asks: false },
  443: { name: 'HTTPS', asks: false },
  4000: { name: 'HTTP (LiteLLM)', asks: false },
  5678: { name: 'HTTP (n8n)', asks: false },
  6333: { name: 'Qdrant', asks: false },
  6379: { name: 'Redis', asks: false },
  7860: { name: 'HTTP (Gradio, Langflow)', asks: false },
  8000: { name: 'HTTP', asks: false },
  8080: { name: 'HTTP', asks: false },
  8265: { name: 'Ray dashboard', asks: false },
  8888: { name: 'Jupyter', asks: false },
  9200: { name: 'OpenSearch', asks: false },
  11434: { name: 'Ollama', asks: false },
};

/** What usually listens on a single port; null where nothing is known, or it is a range. */
export const listening = (from: number | undefined, to: number | undefined): Listening | null =>
  from !== undefined && from === to ? (ports[from] ?? null) : null;
