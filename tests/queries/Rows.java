// Runs many SELECT queries with Jena ARQ in one JVM. Arguments: a manifest with one line a query,
// DATA.nq TAB QUERY.rq TAB OUT; OUT gets SPARQL results JSON, or OUT.error what was wrong.
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.riot.RDFDataMgr;

public class Rows {
    public static void main(String[] arguments) throws Exception {
        Map<String, Dataset> loaded = new HashMap<>();
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            String[] part = line.split("\t");
            Dataset data = loaded.computeIfAbsent(part[0], RDFDataMgr::loadDataset);
            String query = Files.readString(Path.of(part[1]));
            try (QueryExecution run = QueryExecutionFactory.create(query, data);
                    OutputStream out = new FileOutputStream(part[2])) {
                ResultSetFormatter.outputAsJSON(out, run.execSelect());
            } catch (RuntimeException problem) {
                Files.writeString(Path.of(part[2] + ".error"), problem.toString());
            }
        }
    }
}
