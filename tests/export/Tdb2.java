// Loads N-Quads into a TDB2 store on disk by Jena's bulk loader (the default of tdb2.tdbloader),
// writes out what it holds and asks it many SELECT queries, in one JVM. Arguments: STORE DATA.nq
// MANIFEST OUT.nq SECONDS; each line of the manifest is QUERY.rq TAB OUT, which gets SPARQL results
// JSON, or OUT.error what was wrong; a query has so many seconds. Standard output: CPU seconds.
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFWriter;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.system.Txn;
import org.apache.jena.tdb2.TDB2Factory;
import org.apache.jena.tdb2.loader.Loader;

public class Tdb2 {
    private static final OperatingSystemMXBean MACHINE =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static long begin = MACHINE.getProcessCpuTime();

    public static void main(String[] arguments) throws Exception {
        Dataset data = TDB2Factory.connectDataset(arguments[0]);
        Loader.load(data.asDatasetGraph(), List.of(arguments[1]), false);
        took("load");
        List<String> lines = Files.readAllLines(Path.of(arguments[2]));
        Txn.executeRead(data, () -> {
            try (OutputStream out = stream(arguments[3])) {
                dump(data.asDatasetGraph(), out);
            } catch (IOException full) {
                throw new java.io.UncheckedIOException(full);
            }
            took("dump");
            for (String line : lines) {
                String[] part = line.split("\t");
                ask(data, part[0], part[1], Long.parseLong(arguments[4]));
                took(Path.of(part[0]).getFileName().toString());
            }
        });
        data.close();
    }

    // One graph after the other, as a reader with little memory wants them.
    private static void dump(DatasetGraph data, OutputStream out) {
        StreamRDF writer = StreamRDFWriter.getWriterStream(out, Lang.NQUADS);
        writer.start();
        data.find(Quad.defaultGraphIRI, Node.ANY, Node.ANY, Node.ANY).forEachRemaining(writer::quad);
        data.listGraphNodes().forEachRemaining(graph ->
                data.find(graph, Node.ANY, Node.ANY, Node.ANY).forEachRemaining(writer::quad));
        writer.finish();
    }

    private static void ask(Dataset data, String query, String answer, long seconds) {
        try (QueryExecution run =
                        QueryExecutionFactory.create(Files.readString(Path.of(query)), data);
                OutputStream out = stream(answer)) {
            run.setTimeout(seconds, TimeUnit.SECONDS);
            ResultSetFormatter.outputAsJSON(out, run.execSelect());
        } catch (Exception problem) {
            try {
                Files.writeString(Path.of(answer + ".error"), problem.toString());
            } catch (IOException full) {
                throw new java.io.UncheckedIOException(full);
            }
        }
    }

    private static OutputStream stream(String path) throws IOException {
        return new BufferedOutputStream(new FileOutputStream(path), 1 << 20);
    }

    private static void took(String what) {
        long now = MACHINE.getProcessCpuTime();
        System.out.printf("%s\t%.1f%n", what, (now - begin) / 1e9);
        System.out.flush();
        begin = now;
    }
}
