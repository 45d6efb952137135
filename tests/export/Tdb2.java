// Loads N-Quads into a TDB2 store on disk by Jena's bulk loader, asks it many SELECT queries and
// writes out what it holds, in one JVM. Arguments: STORE DATA.nq MANIFEST OUT.nq; each line of the
// manifest is QUERY.rq TAB OUT, which gets SPARQL results JSON, or OUT.error what was wrong.
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.system.Txn;
import org.apache.jena.tdb2.TDB2Factory;
import org.apache.jena.tdb2.loader.Loader;

public class Tdb2 {
    public static void main(String[] arguments) throws Exception {
        Dataset data = TDB2Factory.connectDataset(arguments[0]);
        Loader.load(data.asDatasetGraph(), List.of(arguments[1]), false);
        List<String> lines = Files.readAllLines(Path.of(arguments[2]));
        Txn.executeRead(data, () -> {
            for (String line : lines) {
                String[] part = line.split("\t");
                try (QueryExecution run =
                                QueryExecutionFactory.create(Files.readString(Path.of(part[0])), data);
                        OutputStream out = new FileOutputStream(part[1])) {
                    ResultSetFormatter.outputAsJSON(out, run.execSelect());
                } catch (Exception problem) {
                    try {
                        Files.writeString(Path.of(part[1] + ".error"), problem.toString());
                    } catch (java.io.IOException full) {
                        throw new java.io.UncheckedIOException(full);
                    }
                }
            }
            try (OutputStream out = new FileOutputStream(arguments[3])) {
                RDFDataMgr.write(out, data.asDatasetGraph(), Lang.NQUADS);
            } catch (java.io.IOException full) {
                throw new java.io.UncheckedIOException(full);
            }
        });
        data.close();
    }
}
