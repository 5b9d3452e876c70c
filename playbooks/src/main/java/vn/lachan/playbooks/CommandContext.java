package vn.lachan.playbooks;

import java.util.Optional;
import vn.lachan.playbooks.cacao.AgentTarget;
import vn.lachan.playbooks.cacao.Login;
import vn.lachan.playbooks.cacao.WorkflowStep;

/**
 * Where a command stands.
 *
 * @param place on what it is carried out
 * @param login how that is logged in to; empty for not at all
 * @param rendering fills values in
 * @param masked the same with secrets hidden
 */
record CommandContext(
    Rows.Run run,
    WorkflowStep.Action action,
    AgentTarget place,
    Optional<Login> login,
    Rendering rendering,
    Rendering masked) {}
