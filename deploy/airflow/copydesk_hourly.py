"""Airflow: the hourly run, as a pod of the image, in the namespace of deploy/kubernetes.

Its options are those of the config map there. What Airflow adds is that no hour is skipped: one
that could not run is made up for (`catchup`), in order, one at a time (`max_active_runs`), since
two runs at once do not know of each other's articles.
"""

from datetime import UTC, datetime, timedelta

from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.smtp.notifications.smtp import send_smtp_notification
from airflow.sdk import DAG, CronDataIntervalTimetable
from kubernetes.client import models as k8s

IMAGE = "europe-west1-docker.pkg.dev/my-project/copydesk/copydesk:0.1.0"
HOUR = "{{ data_interval_start.strftime('%Y-%m-%dT%H') }}"  # so that a retry is the same run

with DAG(
    dag_id="copydesk_hourly",
    # An interval is from 10:05 to 11:05, and its run takes in the hour that begins at 10:00.
    schedule=CronDataIntervalTimetable("5 * * * *", timezone="UTC"),
    start_date=datetime(2025, 4, 1, tzinfo=UTC),
    catchup=True,
    max_active_runs=1,
    default_args={
        "retries": 2,
        "retry_delay": timedelta(minutes=5),
        "execution_timeout": timedelta(minutes=55),
        "on_failure_callback": send_smtp_notification(  # after the last retry
            from_email="airflow@example.org",
            to="newsroom@example.org",
            subject="Copydesk failed: {{ run_id }}",
            html_content="{{ ti.log_url }}",
        ),
    },
) as dag:
    KubernetesPodOperator(
        task_id="run",
        name="copydesk",
        namespace="copydesk",
        image=IMAGE,
        service_account_name="copydesk",
        automount_service_account_token=False,
        cmds=["copydesk", "run"],
        arguments=[
            "--config=/etc/copydesk/copydesk.yaml",
            f"--input=gs://my-bucket/crawl/{HOUR}",
            f"--run-id={HOUR}",
        ],
        env_vars={"HOME": "/tmp"},  # noqa: S108  the pod's own
        container_resources=k8s.V1ResourceRequirements(
            requests={"cpu": "2", "memory": "8Gi"}, limits={"memory": "8Gi"}
        ),
        security_context={"runAsNonRoot": True, "runAsUser": 10001, "runAsGroup": 10001},
        volumes=[
            k8s.V1Volume(name="options", config_map=k8s.V1ConfigMapVolumeSource(name="copydesk"))
        ],
        volume_mounts=[
            k8s.V1VolumeMount(name="options", mount_path="/etc/copydesk", read_only=True)
        ],
        get_logs=True,
        on_finish_action="delete_succeeded_pod",  # one that failed stays, to be looked at
    )
